#include "engine/config/yaml_tree.h"

#include <algorithm>

namespace dgctl::engine {

const YamlMember* find_member(const YamlNode& map, std::string_view key) {
  const auto it = std::find_if(
      map.members.begin(), map.members.end(), [&](const YamlMember& m) { return m.key == key; });
  return it == map.members.end() ? nullptr : &*it;
}

YamlNode* find_value(const YamlNode& map, std::string_view key) {
  const YamlMember* member = find_member(map, key);
  return member == nullptr ? nullptr : member->value;
}

void collect_needs(const YamlNode& node, std::vector<Address>& needs) {
  if (node.referred != nullptr) {
    needs.insert(needs.end(), node.referred->needs.begin(), node.referred->needs.end());
  }
  for (const YamlNode* item : node.items) collect_needs(*item, needs);
  for (const YamlMember& member : node.members) collect_needs(*member.value, needs);
}

YamlNode* YamlTree::add(const Place& place, YamlType type) {
  YamlNode& node = nodes_.emplace_back();
  node.place = place;
  node.type = type;
  return &node;
}

YamlNode* YamlTree::add_literal(const Place& place, std::string text) {
  YamlNode* node = add(place, YamlType::Scalar);
  node->text = std::move(text);
  node->references = YamlNode::Progress::Done;
  return node;
}

}  // namespace dgctl::engine
