"""The registers there are: each module adds its own in apps.py."""

from __future__ import annotations

from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.permissions import may
from pendopo.kernel.reporting.registers import Register

_registers: dict[str, Register] = {}


def add_register(register: Register) -> None:
    """Add a register; raise ValueError when another one has its key."""
    if _registers.get(register.key, register) is not register:
        raise ValueError(f"Two registers are called {register.key}.")
    _registers[register.key] = register


def find_register(key: str) -> Register | None:
    """Return the register with this key, or None."""
    return _registers.get(key)


def registers_for(actor: Actor) -> list[Register]:
    """Return the registers that `actor` may read, by title."""
    return sorted((found for found in _registers.values() if may(actor, found.permission)), key=lambda r: str(r.title))


def opened_registers() -> list[Register]:
    """Return the registers of which anything is open data, by key."""
    return [_registers[key] for key in sorted(_registers) if _registers[key].opened is not None]
