#pragma once

#include <string>
#include <vector>

#include "engine/model/desired.h"
#include "engine/verify/live_check.h"

namespace dgctl::engine {

/// What the configuration grants a principal on one securable.
struct Granted {
  Address address;
  Securable on;
  Privileges words;
  Condition condition = Condition::Always;
  std::vector<Place> places;
};

/// Everything that the configuration grants to one service principal.
struct GrantedTo {
  Principal client_id;
  std::string key;                 ///< its part of the addresses of what it is given
  Excess excess = Excess::Report;  ///< what becomes of what it holds besides
  std::vector<Granted> grants;     ///< sorted by securable

  /// The grant that gives a privilege, on the securable itself or on what holds it, the nearest;
  /// nullptr: the configuration does not give it.
  [[nodiscard]] const Granted* giving(const Gate& gate) const;
  [[nodiscard]] bool gives(const Gate& gate) const { return giving(gate) != nullptr; }
};

/// `connection` names the principal, and `client_id` is who that turned out to be.
GrantedTo granted_to(const Desired& desired,
                     const DesiredConnection& connection,
                     const Principal& client_id);

/// What a statement takes that uses something: USE_CATALOG, USE_SCHEMA of what holds it and of
/// itself.
std::vector<Gate> gates_to(const Securable& securable);
/// The same and SELECT, of a table.
std::vector<Gate> gates_to_read(const Securable& table);

/// Whether `outer` is `inner` or holds it.
bool is_or_holds(const Securable& outer, const Securable& inner);

}  // namespace dgctl::engine
