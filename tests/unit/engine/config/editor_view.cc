#include "tests/unit/engine/config/editor_view.h"

#include <regex>

#include <nlohmann/json.hpp>

#include "engine/config/yaml_reader.h"

namespace dgctl::engine {
namespace {

using Json = nlohmann::json;

Json scalar(const YamlNode& node) {
  static const std::regex kFlag("true|True|TRUE|false|False|FALSE");
  static const std::regex kDecimal("[-+]?[0-9]{1,15}");
  static const std::regex kOctal("0o[0-7]+"), kHexadecimal("0x[0-9a-fA-F]+");
  static const std::regex kFloat(R"([-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?)");
  const std::string& text = node.text;
  if (!node.is_plain) return text;
  if (std::regex_match(text, kFlag)) return text[0] == 't' || text[0] == 'T';
  if (std::regex_match(text, kDecimal)) return std::stoll(text);
  if (std::regex_match(text, kOctal)) return std::stoll(text.substr(2), nullptr, 8);
  if (std::regex_match(text, kHexadecimal)) return std::stoll(text.substr(2), nullptr, 16);
  if (std::regex_match(text, kFloat)) return std::stod(text);
  return text;
}

Json seen(const YamlNode& node) {
  switch (node.type) {
    case YamlType::Empty:
      return nullptr;
    case YamlType::Scalar:
      return scalar(node);
    case YamlType::Sequence: {
      Json list = Json::array();
      for (const YamlNode* item : node.items) list.push_back(seen(*item));
      return list;
    }
    case YamlType::Mapping:
      break;
  }
  Json map = Json::object();
  for (const YamlMember& member : node.members) map[member.key] = seen(*member.value);
  return map;
}

}  // namespace

std::string as_editors_see(const std::string& yaml) {
  YamlTree tree;
  Findings findings;
  const YamlNode* root = read_yaml(SourceText("dgctl.yml", yaml), tree, findings);
  return root == nullptr ? "null" : seen(*root).dump();
}

}  // namespace dgctl::engine
