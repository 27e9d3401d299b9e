#include <algorithm>

#include "engine/config/findings.h"
#include "engine/config/language_words.h"
#include "engine/config/lifecycle.h"
#include "engine/config/names.h"
#include "engine/model/article.h"
#include "engine/model/descriptor.h"

// The blocks that stand in resources.

namespace dgctl::engine {
namespace {

constexpr const char* kSecretKind = "service_principal_secret";
constexpr const char* kPermission = "permission";

std::string ignored_block(const Descriptor& kind) { return "ignored_change_of_" + kind.kind; }
bool has_ignored_changes(const Descriptor& kind) { return kind.shape != Shape::Secret; }

/// One that somebody may well change by hand.
std::string example_of_change(const std::vector<std::string>& fields) {
  for (const char* likely : {"comment", "cluster_size", "active", "level", "privileges"}) {
    if (std::find(fields.begin(), fields.end(), likely) != fields.end()) return likely;
  }
  return fields.front();
}

void add_lifecycle(const Descriptor& kind, std::vector<Block>& blocks) {
  Block lifecycle{
      "lifecycle_of_" + kind.kind,
      "lifecycle",
      "What is never done to a resource, and which differences are left alone (not of a "
      "secret).",
      {otherwise(
          "`true` of " + protected_kinds() + ", else `false`",
          defaults_to(kind.protected_by_default ? "true" : "false",
                      key({"prevent_destroy",
                           "`true`: it is never deleted or replaced. It is recorded, and counts "
                           "when the block is gone.",
                           "false"},
                          flag())))},
      {}};
  if (!has_ignored_changes(kind)) {
    blocks.push_back(std::move(lifecycle));
    return;
  }
  const std::vector<std::string> fields = changeable_fields(kind);
  const std::string example = example_of_change(fields);
  lifecycle.keys.push_back(key({"ignore_changes",
                                "Differences that are left alone.",
                                "[{field: " + example + ", because: agreed with its owner}]"},
                               list_of(block(ignored_block(kind)))));
  blocks.push_back(std::move(lifecycle));
  blocks.push_back(
      {ignored_block(kind),
       "lifecycle.ignore_changes[]",
       "A difference that somebody has accepted.",
       {required(key({"field", "A field of the resource.", example},
                     {WordForm{fields, false, "name of a field"}})),
        required(
            key({"because", "Why, for readers.", "agreed with its owner"}, text(text_not_empty()))),
        key({"until", "The first day on which it counts again.", "2027-01-31"}, text(date_text()))},
       {}});
}

/// Those of a secret that have a default.
Key secret_key(const std::string& name, const std::string& by_default, Form form) {
  const Field& field = *descriptor_of(kSecretKind).field(name);
  return defaults_to(by_default, key({name, field.description, field.example}, std::move(form)));
}

Block sink_block() {
  return {"sink",
          "sink",
          "Where the value of a secret is kept: a file, which holds one.",
          {required(key({"file",
                         "Its path, counted from this file's folder, or absolute. Dotenv, or JSON "
                         "where it ends in `.json`.",
                         ".secrets/segment.env"},
                        text(sink_path())))},
          {}};
}

Block permission_block() {
  const Descriptor& kind = descriptor_of(kPermission);
  const std::vector<std::string> names{"service_principal_name", "user_name", "group_name"};
  return {
      "permission",
      "permissions[]",
      "What one principal may do with a warehouse. It names the principal by one of three "
      "keys, and a principal has one level.",
      {key({names[0], "A service principal.", "\"sp:etl\""}, text(service_principal_text())),
       key({names[1], "A user.", "ana@example.com"}, text(user_text())),
       key({names[2], "A group.", "analysts"}, text(group_text())),
       required(key({"level", kind.field("level")->description, "CAN_USE"}, words(kind.levels))),
       lifecycle_key(kind),
       needs_key()},
      {exactly_one(names)}};
}

Block tags_block() {
  return {"tags",
          "tags",
          "Tags of what a warehouse runs on.",
          {required(key({"custom_tags", "Each a key and a value.", "[{key: team, value: data}]"},
                        list_of(block("tag"))))},
          {}};
}

Block tag_block() {
  return {"tag",
          "tags.custom_tags[]",
          "One tag. A key stands once.",
          {required(key({"key", "Its key.", "team"}, text(any_text()))),
           required(key({"value", "Its value.", "data"}, text(any_text())))},
          {}};
}

/// "marketing.web.uploads", of the examples of its parts.
std::string example_name(const Descriptor& kind) {
  std::string name;
  for (const Field& field : kind.fields) {
    if (field.is_name) name += (name.empty() ? "" : ".") + field.example;
  }
  return name;
}

Block securable_block() {
  Block securable{"securable",
                  "securable",
                  "What is granted on: one of these, by its full name.",
                  {},
                  {exactly_one(securable_type_names())}};
  const std::vector<std::string> examples{"sales", "marketing.web", "finance.ledger.accounts"};
  for (const SecurableType& type : securable_types()) {
    // What holds nothing has a name of its own kind.
    const Descriptor* kind = find_descriptor(type.type);
    const bool holds_nothing = kind != nullptr && kind->contains.empty();
    const std::string example = holds_nothing ? example_name(*kind) : examples.at(type.parts - 1);
    std::string words = with_article(type.type) + ".";
    words.front() = 'A';
    std::replace(words.begin(), words.end(), '_', ' ');
    securable.keys.push_back(
        key({type.type, words, example}, text(name_text(type.parts, type.parts))));
  }
  return securable;
}

}  // namespace

std::string protected_kinds() {
  std::vector<std::string> plurals;
  for (const Descriptor& kind : descriptors()) {
    if (!kind.protected_by_default) continue;
    std::string words = kind.plural;
    std::replace(words.begin(), words.end(), '_', ' ');
    plurals.push_back(std::move(words));
  }
  return enumerated(plurals);
}

Block secret_block(const std::string& name, const std::string& path, bool is_in_graph) {
  const Descriptor& kind = descriptor_of(kSecretKind);
  Key sink = field_key(kind, *kind.field("sink"));
  sink = is_in_graph ? defaults_to("{file: \".secrets/${target}.env\"}", std::move(sink))
                     : required("of one that dgctl makes", std::move(sink));
  sink.required = false;
  Block secret{name,
               path,
               "A secret of a service principal, which dgctl makes, stores and renews. Its value "
               "is in its sink and nowhere else.",
               {std::move(sink),
                secret_key("lifetime", "365d", text(duration_text())),
                secret_key("rotate_before", "30d", text(duration_text())),
                secret_key("retire", "confirmed", text(retire_text()))},
               {}};
  if (!is_in_graph) {
    for (const char* record : {"http_path", "catalog"}) {
      Key key = field_key(kind, *kind.field(record));
      secret.keys.push_back(std::move(key));
    }
  }
  secret.keys.push_back(lifecycle_key(kind));
  secret.keys.push_back(needs_key());
  secret.keys.push_back(key({"existing",
                             "In place of all these: where one is kept that is made elsewhere, and "
                             "only read.",
                             "{file: .secrets/elsewhere.env}"},
                            block("sink")));
  secret.rules.push_back(
      {{present("existing")}, {all_absent(names_of(secret.keys, {"existing"}))}});
  if (!is_in_graph) secret.rules.push_back({{absent("existing")}, {{present("sink")}}});
  return secret;
}

std::vector<Block> part_blocks() {
  std::vector<Block> blocks{
      sink_block(), permission_block(), tags_block(), tag_block(), securable_block()};
  for (const Descriptor& kind : descriptors()) {
    if (!kind.principal_by_id) add_lifecycle(kind, blocks);
  }
  return blocks;
}

}  // namespace dgctl::engine
