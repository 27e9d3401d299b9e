#include "engine/plan/fingerprint.h"

#include <algorithm>

#include "engine/digest/sha256.h"
#include "engine/model/descriptor.h"
#include "engine/model/overloaded.h"
#include "engine/plan/compare.h"
#include "engine/state/document.h"

namespace dgctl::engine {
namespace {

constexpr std::size_t kLength = 32;  // hexadecimal digits: 128 bits

std::string object_text(const Object& object) {
  const Descriptor& descriptor = descriptor_of(object.kind);
  Fields compared;
  for (const Field& field : descriptor.fields) {
    if (field.written == Written::Never || field.is_volatile) continue;
    const Value* value = find(object.fields, field.name);
    if (value == nullptr || is_unshown(value) || same(field, value, nullptr)) continue;
    compared.emplace(field.name, without_server_keys(field, *value));
  }
  return to_json(Fields{{"fields", std::move(compared)}, {"id", object.id}, {"kind", object.kind}});
}

/// What of an object decides whether a secret may be made for it.
std::string holder_text(const Object& object) {
  std::string text = object.id;
  for (const Field& field : descriptor_of(object.kind).fields) {
    if (field.foreign_when_set) text += "\n" + text_of(object.fields, field.name);
    const Value* members = find(object.fields, field.name);
    if (members == nullptr || members->list() == nullptr) continue;
    for (const std::string& member : field.privileged_values) {
      const List& all = *members->list();
      if (std::find(all.begin(), all.end(), Value(member)) != all.end()) text += "\n" + member;
    }
  }
  return text;
}

void append(std::string& text, const Principal& principal, const Privileges& words) {
  text += std::to_string(principal.size()) + ":" + principal;
  for (const std::string& word : words) text += " " + word;
  text += '\n';
}

std::string grants_text(const Call& call, const Grants& grants) {
  std::string text;
  const auto* patch = std::get_if<PatchGrants>(&call);
  if (patch == nullptr || patch->exclusive) {
    for (const auto& [principal, words] : grants.direct) append(text, principal, words);
    return text;
  }
  for (const GrantDelta& delta : patch->deltas) {
    const std::string* principal = delta.principal.text();
    if (principal == nullptr) continue;
    const auto it = grants.direct.find(*principal);
    append(text, *principal, it == grants.direct.end() ? Privileges{} : it->second);
  }
  return text;
}

std::string acl_text(const Call& call, const Acl& acl) {
  std::string text;
  const auto* write = std::get_if<WriteAcl>(&call);
  if (write == nullptr) return text;
  for (const AclEntry& entry : write->entries) {
    const std::string* principal = entry.principal.text();
    if (principal == nullptr) continue;
    const auto it = acl.direct.find(*principal);
    text += *principal + " " + (it == acl.direct.end() ? "" : it->second) + "\n";
  }
  return text;
}

std::string objects_text(const Objects& objects) {
  std::string text;
  for (const Object& object : objects) text += object_text(object) + "\n";
  return text;
}

std::string secrets_text(const std::vector<SecretInfo>& secrets) {
  std::string text;
  for (const SecretInfo& secret : secrets) text += secret.id + "\n";
  return text;
}

std::string label_text(const SinkLabel& label) {
  return label.host + "\n" + label.stack + "\n" + label.client_id + "\n" + label.secret_id;
}

std::string names_text(const Names& names) {
  std::string text;
  for (const std::string& name : names) text += name + "\n";
  return text;
}

std::string reading_text(const Call& call, const Reading& reading) {
  return std::visit(
      Overloaded{
          [](const WorkspaceIds&) { return std::string(); },
          [](const AccountId&) { return std::string(); },
          [](const Identity&) { return std::string(); },
          [&](const Object& object) {
            const bool is_holder = std::holds_alternative<IssueSecret>(call);
            return "object " + (is_holder ? holder_text(object) : object_text(object));
          },
          [](const Objects& all) { return "objects " + objects_text(all); },
          [&](const Grants& grants) { return "grants " + grants_text(call, grants); },
          [&](const Acl& acl) { return "acl " + acl_text(call, acl); },
          [](const std::vector<SecretInfo>& secrets) { return "secrets " + secrets_text(secrets); },
          [](const SinkLabel& label) { return "label " + label_text(label); },
          [](const Names& names) { return "names " + names_text(names); },
      },
      reading);
}

}  // namespace

Fingerprint fingerprint(const Call& call, const ReadResult& result) {
  return std::visit(Overloaded{
                        [&](const Found& found) {
                          return sha256(reading_text(call, found.live)).substr(0, kLength);
                        },
                        [](const Absent&) { return std::string("absent"); },
                        [](const Hidden&) { return std::string("hidden"); },
                    },
                    result);
}

std::vector<Lookup> touched_by(const Call& call) {
  const auto text = [](const Value& value) {
    return value.text() == nullptr ? std::string() : *value.text();
  };
  const auto object = [](const std::string& kind, const std::string& name) {
    std::vector<Lookup> lookups{lookup_of(kind, name)};
    const Securable securable{kind, name};
    if (const auto parent = parent_of(securable)) lookups.emplace_back(below(*parent, kind));
    return lookups;
  };
  return std::visit(
      Overloaded{
          [&](const CreateObject& c) {
            const std::string name = full_name(descriptor_of(c.kind), c.fields);
            auto lookups = object(c.kind, name);
            lookups.emplace_back(ByName{c.kind, name});
            lookups.emplace_back(GrantsOn{{c.kind, name}});
            return lookups;
          },
          [&](const UpdateObject& c) {
            const std::string* id = c.id.text();
            return id == nullptr ? std::vector<Lookup>{}
                                 : std::vector<Lookup>{lookup_of(c.kind, *id)};
          },
          [&](const DeleteObject& c) {
            auto lookups = object(c.kind, c.id);
            lookups.emplace_back(GrantsOn{{c.kind, c.id}});
            for (Below& within : all_below({c.kind, c.id})) lookups.emplace_back(std::move(within));
            return lookups;
          },
          [](const PatchGrants& c) { return std::vector<Lookup>{GrantsOn{c.on}}; },
          [&](const WriteAcl& c) { return std::vector<Lookup>{AclOf{c.kind, text(c.thing)}}; },
          [&](const IssueSecret& c) {
            return std::vector<Lookup>{SecretsOf{text(c.principal_id)}};
          },
          [](const StoreSecret& c) { return std::vector<Lookup>{InSink{c.sink}}; },
          [](const ProveSecret&) { return std::vector<Lookup>{}; },
          [](const RetireSecret& c) { return std::vector<Lookup>{SecretsOf{c.principal_id}}; },
      },
      call);
}

}  // namespace dgctl::engine
