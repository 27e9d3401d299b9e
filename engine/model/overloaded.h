#pragma once

namespace dgctl::engine {

/// The visitor for std::visit: one lambda an alternative, and no `auto` one, so that a new
/// alternative fails to compile wherever nobody thought about it.
template <class... Handlers>
struct Overloaded : Handlers... {
  using Handlers::operator()...;
};
template <class... Handlers>
Overloaded(Handlers...) -> Overloaded<Handlers...>;  // clang 14 wants the guide spelled out

}  // namespace dgctl::engine
