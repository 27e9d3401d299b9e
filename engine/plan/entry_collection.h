#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/desired.h"
#include "engine/state/ledger.h"

// What is asked for and recorded of grants, a securable after the other. Nobody outside engine/plan
// includes it.

namespace dgctl::engine {

/// What is asked for and recorded of one principal on one securable. The texts are those of the
/// inputs, which outlive the draft.
struct Pair {
  std::string_view principal;
  const DesiredResource* desired = nullptr;
  const Recorded* record = nullptr;
  bool unmet = false;  ///< its condition does not hold
};

/// The entries on one securable.
struct OnSecurable {
  Securable on;
  bool in_file = false;  ///< the configuration names it
  bool exclusive = false;
  const DesiredResource* named_by = nullptr;  ///< the first that does
  std::vector<Pair> pairs;                    ///< by principal
};

/// Puts what names a securable or records something on it together, a securable after the other.
class EntryCollection {
 public:
  void add(std::string_view securable,
           std::string_view principal,
           const DesiredResource* desired,
           const Recorded* record) {
    (record == nullptr ? desired_ : recorded_).push_back({securable, principal, desired, record});
  }
  /// A securable that the configuration declares, whether anything is granted on it or not.
  void declare(const Securable& securable, const DesiredResource& resource) {
    declared_.emplace(to_text(securable), &resource);
  }

  /// By securable, of each by principal.
  std::vector<OnSecurable> grouped();

 private:
  struct Item {
    std::string_view securable, principal;
    const DesiredResource* desired;
    const Recorded* record;
    bool operator<(const Item& other) const {
      const int order = securable.compare(other.securable);
      return order != 0 ? order < 0 : principal < other.principal;
    }
  };

  static void put(const Item& item, OnSecurable& on);

  std::vector<Item> desired_, recorded_;
  std::map<std::string, const DesiredResource*> declared_;
};

}  // namespace dgctl::engine
