#pragma once

namespace dgctl::providers {

/// What a program that handles credentials does first: what is in its memory gets into no core
/// file, and other programs of the same user cannot read it. Where the system refuses that the
/// program runs all the same.
void forbid_core_dumps();

}  // namespace dgctl::providers
