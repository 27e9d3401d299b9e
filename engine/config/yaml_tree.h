#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/diagnostic.h"
#include "engine/model/value.h"

namespace dgctl::engine {

struct YamlNode;

struct YamlMember {
  std::string key;
  Place place;  ///< of the key
  YamlNode* value = nullptr;
};

enum class YamlType { Empty, Scalar, Sequence, Mapping };

/// What references leave behind in a value (references.h).
struct YamlReferred {
  std::optional<KnownAfter> later;  ///< a scalar that is known only after apply; its text is empty
  std::vector<Address> needs;       ///< the resources that are referred to
};

/// One value of a file. Nodes are owned by their YamlTree and shared by aliases.
struct YamlNode {
  Place place;  ///< of a missing value, that of its key
  YamlType type = YamlType::Empty;
  bool is_plain = false;   ///< a scalar without quotes, which may be a number or true or false
  bool is_broken = false;  ///< what is wrong with it has been reported; who reads it stays silent
  enum class Progress { None, Begun, Done } references = Progress::None;
  std::string text;                              ///< of a scalar
  std::vector<YamlNode*> items;                  ///< of a list
  std::vector<YamlMember> members;               ///< of a map, in the file's order, each key once
  std::shared_ptr<const YamlReferred> referred;  ///< null for most; shared by what refers to this

  /// What is known only after apply, or nullptr.
  [[nodiscard]] const KnownAfter* later() const {
    if (referred == nullptr) return nullptr;
    const std::optional<KnownAfter>& known = referred->later;
    return known ? &*known : nullptr;
  }
};

/// The member of a map, or nullptr.
const YamlMember* find_member(const YamlNode& map, std::string_view key);
/// The value of a map's member, or nullptr.
YamlNode* find_value(const YamlNode& map, std::string_view key);
/// The resources that a value and everything below it refer to, in the order of the file.
void collect_needs(const YamlNode& node, std::vector<Address>& needs);

/// Owns nodes; where they stand in memory does not change.
class YamlTree {
 public:
  YamlNode* add(const Place& place, YamlType type);
  /// A text that is taken as it is: no reference in it counts.
  YamlNode* add_literal(const Place& place, std::string text);

 private:
  std::deque<YamlNode> nodes_;
};

}  // namespace dgctl::engine
