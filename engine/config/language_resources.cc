#include <algorithm>

#include "engine/config/language_words.h"
#include "engine/config/permissions.h"
#include "engine/model/descriptor.h"

// `resources:`, from the descriptors.

namespace dgctl::engine {
namespace {

bool is_written(const Field& field) { return field.written != Written::Never || field.is_id; }

std::string path_of(const Descriptor& kind) { return "resources." + kind.plural + ".KEY"; }

/// The names of what only a managed object has: it stands not beside `existing: true`.
Claims none_of_managed(const std::vector<Key>& keys, std::vector<std::string> beside) {
  beside.emplace_back("existing");
  return all_absent(names_of(keys, beside));
}

Block service_principal_block(const Descriptor& kind) {
  Block block{kind.kind, path_of(kind), kind.description, {}, {}};
  for (const Field& field : kind.fields) {
    if (is_written(field)) block.keys.push_back(field_key(kind, field));
  }
  block.keys.front() = required("of one that is made", std::move(block.keys.front()));
  for (Key& key : credential_keys("secret")) block.keys.push_back(std::move(key));
  const std::vector<std::string> lists = add_memberships(block, kind);
  block.keys.push_back(excess_key());
  block.keys.push_back(adopt_key(kind));
  block.keys.push_back(existing_key("`application_id`, `groups`, `excess` and `needs`"));
  block.keys.push_back(lifecycle_key(kind));
  block.keys.push_back(needs_key());
  std::vector<std::string> beside{"application_id", "excess", "needs"};
  beside.insert(beside.end(), lists.begin(), lists.end());
  Claims only_read = none_of_managed(block.keys, std::move(beside));
  only_read.push_back(present("application_id"));
  block.rules = {{{equal("existing", true)}, {std::move(only_read)}},
                 {{equal_or_absent("existing", false)},
                  {{present("display_name")}, {present("application_id")}}},
                 {{equal("adopt", true)}, {{present("application_id")}}},
                 no_use_of_privileged(lists, absent("secret")),
                 no_use_of_privileged(lists, equal("secret", "none")),
                 no_use_of_privileged(lists, present("secret.existing"))};
  return block;
}

Block warehouse_block(const Descriptor& kind) {
  Block block{kind.kind,
              path_of(kind),
              kind.description + " A field that is not set is the workspace's own.",
              {},
              {}};
  for (const Field& field : kind.fields) {
    if (is_written(field)) block.keys.push_back(field_key(kind, field));
  }
  block.keys[0] = required("unless `existing` with `id`", std::move(block.keys[0]));
  block.keys.push_back(key({"permissions",
                            "Who may do what with it. What is not named is left alone.",
                            "[{group_name: analysts, level: CAN_USE}]"},
                           list_of(engine::block("permission"))));
  block.keys.push_back(adopt_key(kind));
  block.keys.push_back(existing_key("its `name` or its `id`, `permissions` and `needs`"));
  block.keys.push_back(lifecycle_key(kind));
  block.keys.push_back(needs_key());
  block.rules = {{{equal("existing", true)}, exactly_one({"name", "id"}).then},
                 {{equal("existing", true)},
                  {none_of_managed(block.keys, {"name", "id", "permissions", "needs"})}},
                 {{equal_or_absent("existing", false)}, {{present("name"), absent("id")}}},
                 serverless_rule()};
  return block;
}

/// Of a field that goes with one value of another.
void add_company(std::vector<Rule>& rules, const Descriptor& kind, const Field& field) {
  for (const std::string& value : kind.field(field.goes_with)->known_values) {
    const bool is_it = value == field.goes_with_value;
    rules.push_back({{equal_or_absent("existing", false), equal(field.goes_with, value)},
                     {{is_it ? present(field.name) : absent(field.name)}}});
  }
}

/// The key of a field, which says with which value of another field it is required.
Key in_company(Key key, const Field& field) {
  if (field.goes_with.empty()) return key;
  key = required("with `" + field.goes_with + ": " + field.goes_with_value + "`", std::move(key));
  key.required = false;
  return key;
}

Block securable_block(const Descriptor& kind) {
  Block block{kind.kind,
              path_of(kind),
              kind.description +
                  " A field that is not set is the workspace's own; one that was "
                  "set and is removed is no longer managed, and keeps its value.",
              {},
              {}};
  std::vector<std::string> beside{"exclusive", "grants", "needs"};
  Claims of_managed;
  for (const Field& field : kind.fields) {
    if (is_written(field)) block.keys.push_back(in_company(field_key(kind, field), field));
    if (field.is_name) beside.push_back(field.name);
    if (!field.required || field.is_name) continue;
    block.keys.back() = required("unless `existing`", std::move(block.keys.back()));
    block.keys.back().required = false;
    of_managed.push_back(present(field.name));
  }
  block.keys.push_back(key({"grants",
                            "Privileges on it.",
                            "[{principal: analysts, privileges: [" + kind.read_privilege + "]}]"},
                           list_of(engine::block("nested_grant"))));
  block.keys.push_back(exclusive_key());
  block.keys.push_back(adopt_key(kind));
  block.keys.push_back(existing_key("its name, `exclusive`, `grants` and `needs`"));
  if (!kind.contains.empty()) block.keys.push_back(force_destroy_key());
  block.keys.push_back(lifecycle_key(kind));
  block.keys.push_back(needs_key());
  block.rules = {{{equal("existing", true)}, {none_of_managed(block.keys, beside)}}};
  if (!of_managed.empty()) {
    block.rules.push_back({{equal_or_absent("existing", false)}, {std::move(of_managed)}});
  }
  for (const Field& field : kind.fields) {
    if (!field.goes_with.empty()) add_company(block.rules, kind, field);
  }
  return block;
}

Key grant_field(const Descriptor& kind, const char* name) {
  return field_key(kind, *kind.field(name));
}

Block nested_grant_block(const Descriptor& kind) {
  return {"nested_grant",
          "grants[]",
          "The privileges that one principal has on what this stands in.",
          {grant_field(kind, "principal"), grant_field(kind, "privileges"), lifecycle_key(kind)},
          {}};
}

Block grant_block(const Descriptor& kind) {
  return {kind.kind,
          path_of(kind),
          kind.description + " For what this file does not manage.",
          {grant_field(kind, "securable"),
           grant_field(kind, "principal"),
           grant_field(kind, "privileges"),
           adopt_key(kind),
           defaults_to("always",
                       key({"condition",
                            "When it is given: `exists_and_is_not_own` means where the securable "
                            "exists and the principal does not own it.",
                            "exists_and_is_not_own"},
                           words({"always", "exists_and_is_not_own"}))),
           lifecycle_key(kind),
           needs_key()},
          {}};
}

Block block_of(const Descriptor& kind) {
  if (kind.is_securable) return securable_block(kind);
  if (kind.shape == Shape::Entry) return grant_block(kind);
  return takes_permissions(kind) ? warehouse_block(kind) : service_principal_block(kind);
}

}  // namespace

std::vector<Block> resource_blocks() {
  std::vector<Block> blocks;
  for (const Descriptor& kind : descriptors()) {
    if (kind.plural.empty()) continue;  // stands in another
    blocks.push_back(block_of(kind));
    if (kind.kind == "service_principal") {
      blocks.push_back(secret_block("secret", path_of(kind) + ".secret", false));
    }
  }
  blocks.push_back(nested_grant_block(descriptor_of(entry_kind_on_securables())));
  return blocks;
}

}  // namespace dgctl::engine
