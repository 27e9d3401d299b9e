#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/model/change.h"
#include "engine/model/privileges.h"

namespace dgctl::engine {

/// What is known of one principal's words on one thing.
struct WordsInput {
  Privileges desired;  ///< what the configuration gives
  Privileges live;
  Privileges recorded;         ///< what the configuration gave at the last apply
  Privileges given;            ///< what of it dgctl itself had to give
  Privileges excess;           ///< what was held beyond the configuration then
  bool is_recorded = false;    ///< something is recorded of the pair, or of its thing
  bool revoke_excess = false;  ///< what is held beyond the configuration goes
};

/// What has to happen, word by word.
struct WordsPlan {
  Privileges add, remove;
  Privileges held;                      ///< beyond the configuration, and stays
  Privileges given_after;               ///< WordsInput::given after it
  std::map<std::string, Mover> movers;  ///< for each word of add, remove and held
};
WordsPlan plan_words(const WordsInput& input);

/// The movers of some words as one: Both where they differ.
Mover common_mover(const WordsPlan& plan, const Privileges& words);

/// Words as a field's value: a list, in their order.
Value value_of(const Privileges& words);

/// The change of a set-like field, a FieldChange for each mover: live has the words that go,
/// desired those that come.
std::vector<FieldChange> field_changes(const WordsPlan& plan, const std::string& field);

}  // namespace dgctl::engine
