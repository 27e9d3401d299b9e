#pragma once

#include <string_view>

#include "providers/sim/place.h"
#include "providers/sim/principals.h"

namespace dgctl::providers::sim {

/// What somebody may do: the access predicates of Unity Catalog. Groups count at any depth, and so
/// does `account users`. ALL_PRIVILEGES counts for what it stands for. Neither refuses anything nor
/// knows of workspace bindings.
class Access {
 public:
  Access(const State& state, const Asker& asker) : state_(state), asker_(asker) {}

  [[nodiscard]] bool owns(const Securable& securable) const;
  /// Directly on it.
  [[nodiscard]] bool holds(const Securable& securable, std::string_view privilege) const;
  /// On it or on what it stands in, up to its catalog.
  [[nodiscard]] bool inherits(const Place& place, std::string_view privilege) const;

  [[nodiscard]] bool can_use_catalog(const Place& place) const;
  [[nodiscard]] bool can_use_schema(const Place& place) const;
  [[nodiscard]] bool can_select(const Place& table) const;
  [[nodiscard]] bool can_modify(const Place& table) const;
  [[nodiscard]] bool can_create_catalog() const;
  [[nodiscard]] bool can_create_schema(const Place& catalog) const;
  [[nodiscard]] bool can_create_table(const Place& schema) const;
  [[nodiscard]] bool can_create_volume(const Place& schema) const;
  [[nodiscard]] bool can_read_volume(const Place& volume) const;
  /// MANAGE on it or above, with the use of what it stands in.
  [[nodiscard]] bool manages(const Place& place) const;
  [[nodiscard]] bool can_grant(const Place& place) const;
  [[nodiscard]] bool can_drop(const Place& place) const;

  /// May read it and finds it in lists.
  [[nodiscard]] bool sees(const Place& place) const;
  /// May learn that it exists, by BROWSE.
  [[nodiscard]] bool browses(const Place& place) const;
  [[nodiscard]] bool knows(const Place& place) const { return sees(place) || browses(place); }
  /// Gets it in an answer; `browsing`: also what may only be browsed is asked for.
  [[nodiscard]] bool shows(const Place& place, bool browsing) const {
    return sees(place) || (browsing && browses(place));
  }

  /// The first privilege that is missing for seeing it, as a refusal.
  [[nodiscard]] Refusal hidden(const Place& place) const;

 private:
  [[nodiscard]] bool holds_something(const Securable& securable) const;
  [[nodiscard]] bool can_use_parents(const Place& place) const;

  const State& state_;
  const Asker& asker_;
};

}  // namespace dgctl::providers::sim
