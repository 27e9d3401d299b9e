#include "tests/unit/engine/config/loading.h"

#include "engine/model/descriptor.h"
#include "engine/model/overloaded.h"

namespace dgctl::engine {

const DesiredResource& at(const Desired& desired, const Address& address) {
  for (const DesiredResource& resource : desired.resources) {
    if (resource.address == address) return resource;
  }
  throw Error("there is no " + to_string(address));
}

namespace {

/// What a line of the summary says behind the address.
std::string essence(const DesiredResource& resource) {
  const Descriptor& kind = descriptor_of(resource.address.kind);
  if (kind.shape == Shape::Object) {
    const std::string name = natural_key(resource.address, resource.fields).name;
    return " = " + name + (resource.existing ? ", existing" : "");
  }
  if (kind.shape == Shape::Secret) return " in " + text_of(resource.fields, "sink");
  if (kind.has_levels) return " " + level_entry_of(resource.fields).level;
  std::string words;
  for (const std::string& word : entry_of(resource.fields).words) words += " " + word;
  return words;
}

}  // namespace

std::string summary(const Desired& desired) {
  std::string text;
  for (const DesiredResource& resource : desired.resources) {
    if (resource.existing && resource.address.kind == "service_principal") continue;
    text += to_string(resource.address) + essence(resource);
    if (resource.condition == Condition::ExistsAndIsNotOwn) text += ", if it exists";
    for (const Address& need : resource.needs) text += ", needs " + to_string(need);
    text += "\n";
  }
  return text;
}

std::string dump(const Value& value) {
  return std::visit(Overloaded{
                        [](const Null&) -> std::string { return "null"; },
                        [](bool flag) -> std::string { return flag ? "true" : "false"; },
                        [](std::int64_t number) { return std::to_string(number); },
                        [](const std::string& text) { return "<" + text + ">"; },
                        [](const List& list) {
                          std::string text = "[";
                          for (const Value& item : list) text += dump(item) + " ";
                          return text + "]";
                        },
                        [](const Fields& fields) {
                          std::string text = "{";
                          for (const auto& [name, item] : fields)
                            text += name + ": " + dump(item) + " ";
                          return text + "}";
                        },
                        [](const KnownAfter& later) {
                          std::string text = "later(";
                          for (const auto& part : later.parts) {
                            if (const auto* literal = std::get_if<std::string>(&part))
                              text += "<" + *literal + ">";
                            if (const auto* ref = std::get_if<AttributeRef>(&part)) {
                              text += to_string(ref->of) + " " + ref->field;
                            }
                          }
                          return text + ")";
                        },
                    },
                    value.is);
}

std::string dump(const std::optional<DesiredAccount>& account) {
  if (!account) return {};
  return "identities of " + account->host + " " + account->id + " " + account->profile + "\n";
}

std::string dump(const Desired& desired) {
  const DesiredWorkspace& w = desired.workspace;
  std::string text = desired.stack + " " + desired.target + " " + w.host + " " + w.profile + " " +
                     std::to_string(w.workspace_id.value_or(0)) + " " +
                     w.metastore_id.value_or("-") + " " + w.account_id.value_or("-") + " " +
                     desired.state_path + "\n";
  text += dump(desired.account);
  for (const DesiredResource& r : desired.resources) {
    text += to_string(r.address) + " " + dump(Value(r.fields));
    for (const bool flag : {r.existing, r.adopt, r.exclusive, r.force_destroy, r.prevent_destroy}) {
      text += flag ? " yes" : " no";
    }
    for (const IgnoredChange& i : r.ignore_changes) {
      text += " ignores " + i.field + " <" + i.because + "> " + i.until;
    }
    if (r.condition == Condition::ExistsAndIsNotOwn) text += " if it exists";
    for (const Address& need : r.needs) text += " needs " + to_string(need);
    text += "\n";
  }
  for (const DesiredPrincipal& p : desired.principals) {
    text += dump(p.principal) + " " + p.key + " " + p.kind +
            (p.excess == Excess::Revoke ? " revoke" : " report") + "\n";
  }
  return text;
}

}  // namespace dgctl::engine
