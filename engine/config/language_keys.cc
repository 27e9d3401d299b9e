#include <algorithm>

#include "engine/config/language_words.h"
#include "engine/config/memberships.h"
#include "engine/config/names.h"
#include "engine/model/descriptor.h"
#include "engine/model/privileges.h"

// The keys that stand in several blocks.

namespace dgctl::engine {
namespace {

/// A text field: a name, an id, a word, or free text.
Form text_form(const Descriptor& kind, const Field& field) {
  if (!field.known_values.empty()) return known_words(field.known_values);
  if (field.is_name) return text(name_text(1, 1));
  if (field.is_label) return text(label_text(kind.label_is_unique ? 99 : 100));
  if (!field.is_id) return text(any_text());
  return text(field.name == "application_id" ? uuid_text() : id_text());
}

/// The privileges of all types; which of them a securable takes, the loader tells.
Form privilege_form() {
  std::vector<std::string> names;
  for (const SecurableType& type : securable_types()) {
    for (std::string& name : privileges_on(type.type)) {
      if (std::find(names.begin(), names.end(), name) == names.end()) {
        names.push_back(std::move(name));
      }
    }
  }
  std::sort(names.begin(), names.end());
  return known_words(std::move(names), "privilege");
}

Form form_of(const Descriptor& kind, const Field& field) {
  switch (field.type) {
    case FieldType::Text:
      return text_form(kind, field);
    case FieldType::PrincipalName:
      return text(principal_text());
    case FieldType::Boolean:
      return flag();
    case FieldType::Integer:
      return number();
    case FieldType::TextMap:
      return map_of(free_key(), text(any_text()));
    case FieldType::SecurableName:
      return block("securable");
    case FieldType::Words:
      return list_of(privilege_form(), 1);
    case FieldType::TextSet:
      return list_of(text_form(kind, field));
    case FieldType::TagMap:
      return {BlockForm{"tags", true}};
    case FieldType::Duration:
      return text(duration_text());
    case FieldType::Sink:
      return block("sink");
  }
  return text(any_text());
}

}  // namespace

Key field_key(const Descriptor& kind, const Field& field) {
  Key made = key({field.name, field.description, field.example}, form_of(kind, field));
  made.required = field.required && !field.is_label;
  const bool is_replaced =
      kind.shape == Shape::Object && field.written == Written::CreateOnly && !field.is_name;
  if (is_replaced) made.description += " A change replaces it.";
  return made;
}

Key needs_key() {
  return key({"needs",
              "Addresses of this file that come first. References and names say it by themselves.",
              "[catalog.main]"},
             list_of(text(address_text())));
}

Key lifecycle_key(const Descriptor& kind) {
  return key({"lifecycle",
              "That it is never deleted, and which differences are left alone.",
              "{prevent_destroy: true}"},
             block("lifecycle_of_" + kind.kind));
}

Key existing_key(const std::string& beside) {
  return defaults_to("false",
                     key({"existing",
                          "`true`: it is read and referred to, never made, changed or deleted. "
                          "Only " +
                              beside + " may stand beside it.",
                          "true"},
                         flag()));
}

Key adopt_key(const Descriptor& kind) {
  if (kind.by_id && kind.label_is_unique) {
    return defaults_to("false",
                       key({"adopt",
                            "`true`: the one of that name is taken over. `false`: that it exists "
                            "is an error (exit code 4).",
                            "true"},
                           flag()));
  }
  const bool is_entry = kind.shape == Shape::Entry;
  const std::string found = is_entry     ? "what is granted already"
                            : kind.by_id ? "the one of `application_id`"
                                         : "what has that name";
  return defaults_to("true",
                     key({"adopt",
                          "`true`: " + found +
                              " is taken over, shown as `<=`, and later forgotten rather than "
                              "deleted. `false`: that it exists is an error (exit code 4).",
                          "false"},
                         flag()));
}

Key exclusive_key() {
  return defaults_to("false",
                     key({"exclusive",
                          "`true`: the direct grants of this file are the only ones on it; all "
                          "others are revoked, each named in the plan.",
                          "true"},
                         flag()));
}

Key force_destroy_key() {
  return defaults_to("false",
                     key({"force_destroy",
                          "`true`: it may be deleted with what it holds. `false`: only when it is "
                          "empty; a catalog's `default` schema without objects does not count.",
                          "true"},
                         flag()));
}

Key excess_key() {
  return otherwise("`revoke` of one that dgctl makes, else `report`",
                   key({"excess",
                        "What becomes of privileges on what this file names, and of entitlements, "
                        "that it holds and nobody gave it here: they are revoked, or listed.",
                        "report"},
                       words({"report", "revoke"})));
}

std::vector<Key> membership_keys(const Descriptor& principal) {
  std::vector<Key> keys;
  for (const Descriptor* kind : listed_entries(principal)) {
    std::vector<std::string> refused;
    refused.reserve(kind->refused_things.size());
    for (const auto& [name, why] : kind->refused_things) refused.push_back(name);
    keys.push_back(key({kind->listed_as, kind->list_description, kind->list_example},
                       list_of(text(listed_name_text(kind->thing_type, refused)))));
  }
  return keys;
}

std::vector<std::string> add_memberships(Block& block, const Descriptor& principal) {
  std::vector<std::string> names;
  for (Key& key : membership_keys(principal)) {
    names.push_back(key.name);
    block.keys.push_back(std::move(key));
  }
  return names;
}

Rule no_use_of_privileged(const std::vector<std::string>& lists, Claim without_secret) {
  Claims when = all_absent(lists);
  when.push_back(std::move(without_secret));
  return {std::move(when), {{absent("allow_privileged")}}};
}

std::vector<Key> credential_keys(const std::string& secret) {
  const Descriptor& assignment = descriptor_of("workspace_assignment");
  const bool is_in_graph = secret.starts_with("data_graph");
  return {otherwise("`USER` of one that is made",
                    key({"assignment", "What it is in the workspace.", "USER"},
                        words(assignment.levels))),
          otherwise(is_in_graph ? "one with all defaults, of a principal that is made" : "`none`",
                    key({"secret",
                         "Its client secret. `none`: it gets none.",
                         "{sink: {file: .secrets/segment.env}}"},
                        one_of({words({"none"}), block(secret)}))),
          defaults_to("false",
                      key({"allow_privileged",
                           "`true`: the secret is made although the principal is an administrator, "
                           "or the one that dgctl runs as; and groups may make it one.",
                           "true"},
                          flag()))};
}

}  // namespace dgctl::engine
