"""Screens a proposed value passes before experts look at it: pure questions to its figures and words."""

from qiantan.core.datasets.screens.screening import Peers, screen

__all__ = ["Peers", "screen"]
