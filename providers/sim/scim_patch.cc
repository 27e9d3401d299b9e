#include "providers/sim/scim_patch.h"

#include <algorithm>

#include "providers/sim/reader.h"
#include "providers/sim/suggestion.h"

namespace dgctl::providers::sim {
namespace {

constexpr const char* kPatchSchema = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

ScimOperation::Kind read_kind(Reader& reader) {
  const std::string word = reader.word("op", {"add", "remove", "replace"});
  if (word == "add") return ScimOperation::Kind::Add;
  if (word == "remove") return ScimOperation::Kind::Remove;
  if (word == "replace") return ScimOperation::Kind::Replace;
  refuse(reader.at("op"), "missing");
}

/// `entitlements[value eq "x"]` is an attribute and a filter.
void read_path(Reader& reader,
               const std::vector<std::string>& attributes,
               ScimOperation& operation) {
  const std::string path = reader.text("path");
  if (path.empty()) refuse(reader.at("path"), "missing");
  const std::size_t bracket = std::min(path.find('['), path.size());
  operation.attribute = path.substr(0, bracket);
  if (std::find(attributes.begin(), attributes.end(), operation.attribute) == attributes.end()) {
    refuse(reader.at("path"),
           "unknown attribute '" + operation.attribute + "'" +
               suggestion(operation.attribute, attributes));
  }
  if (bracket == path.size()) return;
  if (!path.ends_with(']')) refuse(reader.at("path"), "a bracket is not closed");
  const std::string text = path.substr(bracket + 1, path.size() - bracket - 2);
  operation.filter.emplace(text, std::vector<std::string>{"value"}, false);
}

/// Without a path the value is an object, which has an attribute a member.
std::vector<ScimOperation> read_members(const Json& json,
                                        const std::string& at,
                                        const std::vector<std::string>& attributes) {
  Reader reader(json, at);
  const ScimOperation::Kind kind = read_kind(reader);
  const Json* value = reader.find("value");
  reader.finish();
  if (kind == ScimOperation::Kind::Remove || value == nullptr ||
      !std::holds_alternative<Members>(value->is)) {
    refuse(reader.at("path"), "missing");
  }
  std::vector<ScimOperation> out;
  for (const Member& member : members_at(*value, reader.at("value"))) {
    const std::string where = below(reader.at("value"), member.name);
    if (std::find(attributes.begin(), attributes.end(), member.name) == attributes.end()) {
      refuse(where,
             "unknown attribute '" + member.name + "'" + suggestion(member.name, attributes));
    }
    out.push_back({kind, member.name, std::nullopt, member.value, at});
  }
  return out;
}

ScimOperation read_operation(const Json& json,
                             const std::string& at,
                             const std::vector<std::string>& attributes) {
  Reader reader(json, at);
  ScimOperation operation;
  operation.at = at;
  operation.kind = read_kind(reader);
  read_path(reader, attributes, operation);
  if (const Json* value = reader.find("value")) operation.value = *value;
  reader.finish();
  const bool removes = operation.kind == ScimOperation::Kind::Remove;
  if (operation.filter && !removes) refuse(below(at, "path"), "only remove takes a filter");
  if (operation.filter && operation.value) {
    refuse(below(at, "value"), "a filtered remove must not have one");
  }
  if (!removes && !operation.value) refuse(below(at, "value"), "missing");
  return operation;
}

std::string read_value(const Json& json, const std::string& at) {
  Reader reader(json, at);
  const std::string value = reader.text("value");
  for (const char* name : {"display", "type", "$ref"}) reader.text(name);
  reader.flag("primary");
  reader.finish();
  return value;
}

}  // namespace

Refusal invalid_syntax(const std::string& why) {
  return {400,
          "invalidSyntax",
          "Request is unparsable, syntactically incorrect, or violates schema. (" + why + ")"};
}

Refusal no_such_attribute(const std::string& attribute) {
  return {400,
          "invalidPath",
          "No such attribute with the name : " + attribute + " in the current resource"};
}

void read_scim_body(const Call& call, const std::function<void(const Json&)>& read) {
  try {
    read(parse_json(call.body));
  } catch (const JsonError& error) {
    throw invalid_syntax(error.what());
  }
}

std::vector<ScimOperation> read_scim_operations(const Json& body,
                                                const std::vector<std::string>& attributes) {
  Reader reader(body, "");
  for (const std::string& schema : reader.texts("schemas")) {
    one_of(schema, {kPatchSchema}, reader.at("schemas"));
  }
  const Json* list = reader.find("Operations");
  reader.finish();
  if (list == nullptr) refuse(reader.at("Operations"), "missing");
  std::vector<ScimOperation> out;
  std::size_t index = 0;
  for (const Json& json : list_at(*list, reader.at("Operations"))) {
    const std::string at = below(reader.at("Operations"), std::to_string(index++));
    if (Reader(json, at).has("path")) {
      out.push_back(read_operation(json, at, attributes));
      continue;
    }
    const std::vector<ScimOperation> members = read_members(json, at, attributes);
    out.insert(out.end(), members.begin(), members.end());
  }
  if (out.empty()) refuse(reader.at("Operations"), "there is none");
  return out;
}

std::vector<std::string> read_scim_values(const Json& json, const std::string& at) {
  std::vector<std::string> out;
  const auto add = [&](const Json& item, const std::string& where) {
    const std::string value = read_value(item, where);
    if (!value.empty()) out.push_back(value);
  };
  if (std::holds_alternative<Members>(json.is)) {
    add(json, at);
    return out;
  }
  std::size_t index = 0;
  for (const Json& item : list_at(json, at)) add(item, below(at, std::to_string(index++)));
  return out;
}

}  // namespace dgctl::providers::sim
