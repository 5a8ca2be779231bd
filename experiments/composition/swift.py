"""Hydra at its quicker pace: the same compositions, each made once, in half the time."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from hydra._internal.config_loader_impl import ConfigLoaderImpl
from hydra._internal.config_repository import CachingConfigRepository
from hydra._internal.hydra import Hydra
from hydra.core.default_element import ResultDefault
from hydra.core.global_hydra import GlobalHydra
from hydra.plugins.config_source import ConfigResult
from hydra.types import RunMode
from omegaconf import DictConfig, OmegaConf, _utils, flag_override
from omegaconf.base import Box

from experiments.composition.problems import Loader

type _Key = tuple[str | None, tuple[str, ...], str]

_composed: dict[_Key, DictConfig] = {}
"""The last composition: the one that was checked is the one that Hydra then runs."""


@contextmanager
def swift_hydra(*, several: bool = False) -> Iterator[None]:
    """Hydra with the same result in less time; also within a job that Hydra runs. `several` jobs are a multirun.

    OmegaConf sets the parents of the whole tree anew after each merge, a hundred times for a world, although the
    nodes have them from being put in; and it reads YAML without the C library. Hydra merges a state's file anew for
    every crisis and organization that names the state, from a copy of its content each time; and it composes a single
    run twice more, once to find out whether it is one.
    """
    set_parents, get_loader = Box._re_parent, _utils.get_yaml_loader
    load, mode = ConfigLoaderImpl.load_configuration, Hydra.get_mode
    load_one, embed = ConfigLoaderImpl._load_single_config, ConfigLoaderImpl._embed_result_config
    put_together = ConfigLoaderImpl._compose_config_from_defaults_list
    running = GlobalHydra.instance().hydra
    GlobalHydra.instance().clear()
    Box._re_parent = lambda self: None  # type: ignore[method-assign]
    _utils.get_yaml_loader = lambda: Loader
    ConfigLoaderImpl.load_configuration = _once(load)  # type: ignore[method-assign]
    ConfigLoaderImpl._compose_config_from_defaults_list = _each_once(put_together)  # type: ignore[method-assign]
    ConfigLoaderImpl._load_single_config = _forgetting(load_one)  # type: ignore[method-assign]
    ConfigLoaderImpl._embed_result_config = staticmethod(_moved)  # type: ignore[assignment,method-assign]
    if not several:
        Hydra.get_mode = _mode_of_last(mode)  # type: ignore[method-assign]
    try:
        yield
    finally:
        Box._re_parent = set_parents  # type: ignore[method-assign]
        _utils.get_yaml_loader = get_loader
        ConfigLoaderImpl.load_configuration = load  # type: ignore[method-assign]
        ConfigLoaderImpl._compose_config_from_defaults_list = put_together  # type: ignore[method-assign]
        ConfigLoaderImpl._load_single_config = load_one  # type: ignore[method-assign]
        ConfigLoaderImpl._embed_result_config = staticmethod(embed)  # type: ignore[method-assign]
        Hydra.get_mode = mode  # type: ignore[method-assign]
        GlobalHydra.instance().hydra = running


def _once(load: Any) -> Any:
    """`load_configuration` that gives the last composition again if the same is asked for."""

    def load_configuration(
        self: ConfigLoaderImpl, config_name: str | None, overrides: list[str], run_mode: RunMode, **more: Any
    ) -> DictConfig:
        if run_mode is not RunMode.RUN:
            config: DictConfig = load(self, config_name, overrides, run_mode, **more)
            return config
        key = _key(config_name, overrides, str(self.config_search_path))
        if key not in _composed:
            _composed.clear()
            _composed[key] = load(self, config_name, overrides, run_mode, **more)
        return _composed[key]

    return load_configuration


def _each_once(put_together: Any) -> Any:
    """`_compose_config_from_defaults_list` that merges a file once into its place: the last time, which decides."""

    def compose_config_from_defaults_list(
        self: ConfigLoaderImpl, defaults: list[ResultDefault], repo: CachingConfigRepository
    ) -> DictConfig:
        last = {(one.config_path, one.package): place for place, one in enumerate(defaults)}
        config: DictConfig = put_together(self, [defaults[place] for place in sorted(last.values())], repo)
        return config

    return compose_config_from_defaults_list


def _moved(result: ConfigResult, package_override: str | None) -> ConfigResult:
    """`_embed_result_config` that moves the content of a file to its place instead of a copy."""
    package = result.header["package"] if package_override is None else package_override
    if not package:
        return result
    place = OmegaConf.create()
    with flag_override(place, "no_deepcopy_set_nodes", True):
        OmegaConf.update(place, package, result.config, merge=False)
    return replace(result, config=place)


def _forgetting(load_one: Any) -> Any:
    """`_load_single_config` that reads a file again if it has a second place, since its content was moved."""

    def load_single_config(
        self: ConfigLoaderImpl, default: ResultDefault, repo: CachingConfigRepository
    ) -> ConfigResult:
        result: ConfigResult = load_one(self, default, repo)
        repo.cache.pop(f"config_path={default.config_path}", None)
        return result

    return load_single_config


def _mode_of_last(mode: Any) -> Any:
    """`get_mode` that looks into the last composition if it is the one in question."""

    def get_mode(self: Hydra, config_name: str | None, overrides: list[str]) -> Any:
        last = _composed.get(_key(config_name, overrides, str(self.config_loader.get_search_path())))
        return mode(self, config_name, overrides) if last is None else last.hydra.mode

    return get_mode


def _key(config_name: str | None, overrides: Sequence[str], search_path: str) -> _Key:
    return config_name, tuple(word for word in overrides if word != "hydra.mode=RUN"), search_path
