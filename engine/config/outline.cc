#include "engine/config/outline.h"

#include "engine/config/section.h"
#include "engine/config/weight.h"
#include "engine/config/yaml_reader.h"
#include "engine/edges/error.h"

namespace dgctl::engine {
namespace {

/// The text of a file, or none if it cannot be read.
std::optional<std::string> text_of_file(Files& files, const std::string& file) {
  try {
    return files.read(file, kMaxFileBytes);
  } catch (const Error&) {
    return std::nullopt;
  }
}

Outline::Variable variable_of(const YamlMember& member) {
  Outline::Variable variable;
  variable.name = member.key;
  if (const YamlNode* description = find_value(*member.value, "description")) {
    variable.description = description->text;
  }
  if (const YamlNode* type = find_value(*member.value, "type"); type && type->text == "bool") {
    variable.allowed = {"true", "false"};
  }
  if (const YamlNode* allowed = find_value(*member.value, "allowed")) {
    variable.allowed.clear();
    for (const YamlNode* each : allowed->items) variable.allowed.push_back(each->text);
  }
  return variable;
}

}  // namespace

Outline outline_of(Files& files, const std::string& file) {
  Outline outline;
  const std::optional<std::string> text = text_of_file(files, file);
  if (!text) return outline;
  YamlTree tree;
  Findings findings;
  const YamlNode* root = read_yaml(SourceText(file, *text), tree, findings);
  if (root == nullptr) return outline;
  if (const YamlNode* variables = find_value(*root, "variables")) {
    for (const YamlMember& each : variables->members) {
      outline.variables.push_back(variable_of(each));
    }
  }
  if (const YamlNode* targets = find_value(*root, "targets")) {
    for (const YamlMember& each : targets->members) outline.targets.push_back(each.key);
  }
  return outline;
}

}  // namespace dgctl::engine
