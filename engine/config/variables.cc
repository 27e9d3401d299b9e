#include "engine/config/variables.h"

#include <algorithm>
#include <utility>

#include "engine/config/pattern.h"
#include "engine/config/section.h"
#include "engine/config/source_text.h"

namespace dgctl::engine {
namespace {

bool is_name(std::string_view name) {
  const auto is_letter = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
  };
  return is_letter(name.front()) && std::all_of(name.begin(), name.end(), [&](char c) {
           return is_letter(c) || (c >= '0' && c <= '9') || c == '-';
         });
}

std::string variable_of_environment(const std::string& name) { return "DGCTL_VAR_" + name; }

std::string no_value(const std::string& name) {
  return "variable " + in_quotes(name) + " has no value; give it with --var " + name +
         "=VALUE, in a --var-file or as " + variable_of_environment(name) +
         ", or give it a default";
}

}  // namespace

Variables::Variables(const YamlNode* section,
                     const LoadOptions& options,
                     const std::vector<VariableFileTree>& files,
                     YamlTree& tree,
                     Findings& findings)
    : tree_(tree), findings_(findings) {
  if (section != nullptr) {
    is_complete_ = expect_map(*section, "'variables'", findings_);
    for (const YamlMember& member : section->members) declare(member);
  }
  // From the weakest to the strongest.
  for (const auto& [name, text] : options.environment) {
    if (is_declared(name)) give_text(name, text, variable_of_environment(name));
  }
  for (const VariableFileTree& file : files) give_from_file(file);
  for (const auto& [name, text] : options.variables) give_text(name, text, "--var");

  for (const auto& [name, at] : at_) {
    const Variable& variable = variables_[at];
    if (variable.is_broken || variable.value.node != nullptr) continue;
    findings_.error(variable.place, no_value(name));
  }
}

void Variables::declare(const YamlMember& member) {
  if (!is_name(member.key)) {
    findings_.error(member.place,
                    in_quotes(member.key) +
                        " cannot be the name of a variable; use letters, digits, '_' and '-', "
                        "and begin with a letter");
    is_complete_ = false;
    return;
  }
  Variable variable;
  variable.place = member.place;
  Section keys(member.value, in_quotes(member.key), findings_);
  variable.is_broken = !keys.is_map();
  keys.text("description");
  if (auto type = keys.word("type", {"string", "number", "bool"})) variable.type = *type;
  if (YamlNode* value = keys.is_map() ? find_value(*member.value, "default") : nullptr) {
    variable.value = {value, ""};
  }
  keys.get("default");
  if (const YamlNode* allowed = keys.get("allowed")) read_allowed(*allowed, variable);
  if (const auto pattern = keys.text("pattern")) {
    read_pattern(*pattern, find_value(*member.value, "pattern")->place, variable);
  }
  keys.finish("variables.*");
  at_.emplace(member.key, variables_.size());
  names_.push_back(member.key);
  variables_.push_back(std::move(variable));
}

void Variables::read_allowed(const YamlNode& node, Variable& variable) {
  if (!expect_list(node, "'allowed'", findings_)) return;
  if (node.items.empty()) {
    findings_.error(node.place,
                    "'allowed' is empty, so that no value is; list some, or leave it out");
  }
  for (const YamlNode* item : node.items) {
    const auto text = read_text(*item, "an entry of 'allowed'", findings_);
    if (!text) continue;
    if (text->find("${") != std::string::npos) {
      findings_.error(item->place, "'allowed' holds no references; write the value itself");
      variable.allowed.clear();
      return;
    }
    variable.allowed.push_back(*text);
  }
}

void Variables::read_pattern(const std::string& text, const Place& place, Variable& variable) {
  auto compiled = compile_pattern(text);
  if (auto* why = std::get_if<std::string>(&compiled)) {
    findings_.error(place, "'pattern' " + *why);
    return;
  }
  variable.pattern = std::get<std::regex>(std::move(compiled));
  variable.pattern_text = text;
}

void Variables::give_from_file(const VariableFileTree& file) {
  if (file.root == nullptr || !expect_map(*file.root, "the file", findings_)) return;
  for (const YamlMember& member : file.root->members) {
    member.value->references = YamlNode::Progress::Done;  // a value given is taken as it is
    const auto at = at_.find(member.key);
    if (at != at_.end()) {
      variables_[at->second].value = {member.value, file.name};
    } else if (is_complete_) {
      findings_.error(member.place,
                      "no variable " + in_quotes(member.key) + " is declared" +
                          findings_.did_you_mean(member.key, names_));
    }
  }
}

void Variables::give_text(const std::string& name,
                          const std::string& text,
                          const std::string& from) {
  const auto at = at_.find(name);
  if (at == at_.end()) {
    if (!is_complete_) return;
    findings_.error({},
                    from + " " + name + ": no variable of that name is declared" +
                        findings_.did_you_mean(name, names_));
    return;
  }
  Variable& variable = variables_[at->second];
  variable.value = {tree_.add_literal(variable.place, text), from};
  if (utf8_prefix(text) == text.size()) return;
  findings_.error(variable.place,
                  "the value of variable " + in_quotes(name) + " from " + from +
                      " is not UTF-8; give it as UTF-8");
  variable.value.node->is_broken = true;
}

YamlNode* Variables::value(std::string_view name) {
  const auto at = at_.find(name);
  return at == at_.end() ? nullptr : variables_[at->second].value.node;
}

std::string Variables::misfit(const Variable& variable, const YamlNode& node) {
  const bool is_scalar = node.type == YamlType::Scalar && node.later() == nullptr;
  if (!is_scalar) return "a text, a number, or true or false";
  if (variable.type == "number" && !parse_number(node.text)) return "a whole number";
  const bool is_flag = node.text == "true" || node.text == "false";
  if (variable.type == "bool" && !is_flag) return "true or false";
  const auto& allowed = variable.allowed;
  if (!allowed.empty() && std::find(allowed.begin(), allowed.end(), node.text) == allowed.end()) {
    return allowed.size() == 1 ? allowed.front() : "one of " + enumerated(allowed);
  }
  if (variable.pattern && !matches(*variable.pattern, node.text)) {
    return "matched by the pattern " + in_quotes(variable.pattern_text);
  }
  return {};
}

void Variables::check(std::string_view name) {
  const auto at = at_.find(name);
  if (at == at_.end()) return;
  Variable& variable = variables_[at->second];
  YamlNode* node = variable.value.node;
  if (node == nullptr || node->is_broken || variable.checked) return;
  if (const std::string wanted = misfit(variable, *node); !wanted.empty()) {
    const std::string given =
        node->later() != nullptr ? "known only after apply" : described(*node);
    findings_.error(
        node->place,
        "variable " + in_quotes(name) + " must be " + wanted + ", not " + given + ", which is " +
            (variable.value.from.empty() ? "its default" : "given by " + variable.value.from));
    node->is_broken = true;
    return;
  }
  node->is_plain = variable.type != "string";
  if (variable.type == "number") {
    const std::int64_t number = parse_number(node->text).value_or(0);
    variable.checked = number;
    node->text = std::to_string(number);  // "+5" is 5 in text too
  } else if (variable.type == "bool") {
    variable.checked = node->text == "true";
  } else {
    variable.checked = node->text;
  }
}

std::map<std::string, Value> Variables::checked() const {
  std::map<std::string, Value> values;
  for (const auto& [name, at] : at_) {
    const std::optional<Value>& value = variables_[at].checked;
    if (value) values.emplace(name, *value);
  }
  return values;
}

}  // namespace dgctl::engine
