#include <algorithm>
#include <utility>

#include "engine/config/graph_declarations.h"
#include "engine/config/language_words.h"
#include "engine/model/descriptor.h"
#include "engine/model/overloaded.h"

// `data_graphs:`.

namespace dgctl::engine {
namespace {

/// A default of the program's as YAML.
std::string yaml_of(const Value& value) {
  const List* list = value.list();
  if (list == nullptr) return scalar_text(value);
  std::string text;
  for (const Value& item : *list) text += (text.empty() ? "" : ", ") + scalar_text(item);
  return "[" + text + "]";
}

/// A field as `resources:` has it, with dgctl's default.
Key field_in_graph(const Descriptor& kind, const Field& field) {
  Key key = field_key(kind, field);
  const Fields defaults = defaults_in_data_graph(kind.kind);
  if (const Value* value = find(defaults, field.name)) key.by_default = yaml_of(*value);
  return key;
}

std::vector<Key> fields_in_graph(const Descriptor& kind) {
  std::vector<Key> keys;
  for (const Field& field : kind.fields) {
    const bool is_written = field.written != Written::Never || field.is_id;
    if (is_written) keys.push_back(field_in_graph(kind, field));
  }
  return keys;
}

Key& key_of(Block& block, std::string_view name) {
  return *std::find_if(
      block.keys.begin(), block.keys.end(), [&](const Key& key) { return key.name == name; });
}

Key from_key(const std::string& part) {
  return key({"from",
              "In place of all these: another data graph, to share its " + part + ".",
              "data_graphs.main"},
             text(data_graph_text()));
}

/// Keys are catalogs, but where the entry names one.
Form read_form() {
  return {MapForm{name_text(1, 1), {one_of({words({"all"}), block("read")})}, "catalog"}};
}

Block graph_block() {
  return {
      "data_graph",
      "data_graphs.KEY",
      "What Segment's Data Graph needs: who reads, through which warehouse, where the "
      "checkpoint tables are, and what is read.",
      {required(key({"service_principal", "Who reads.", "{name: segment-data-graph}"},
                    block("data_graph_service_principal"))),
       key({"warehouse",
            "The SQL warehouse that it uses. It gets CAN_USE on it. Left out: none is managed.",
            "{name: segment}"},
           block("data_graph_warehouse")),
       defaults_to("{catalog: " + std::string(kDefaultCheckpoint) + "}",
                   key({"checkpoint",
                        "The catalog of Segment's checkpoint tables, on which the principal "
                        "gets USE_CATALOG, CREATE_SCHEMA and SELECT. Left out, it is made all "
                        "the same.",
                        "{existing: segment_linked_profiles_db}"},
                       block("data_graph_checkpoint"))),
       key({"profiles_sync",
            "What Profiles Sync writes, to be read.",
            "{catalog: segment_profiles}"},
           block("profiles_sync")),
       key({"read",
            "What else is read, by catalog. `all`: the whole catalog, what will be in it too.",
            "{sales: all, marketing: {schemas: [web]}}"},
           read_form()),
       defaults_to(
           "auto",
           key({"reverse_etl",
                "Whether the principal gets ALL PRIVILEGES on the schema "
                "`__segment_reverse_etl` of the checkpoint catalog. `auto`: if that exists and "
                "is not its own. `required`: an error if it does not exist.",
                "off"},
               words({"auto", "required", "off"}))),
       key({"segment_region",
            "Where Segment keeps your workspace there: from which of its addresses it comes. "
            "`dgctl doctor` looks whether they are let in. Left out: it looks at both regions'.",
            "eu"},
           words({"us", "eu"}))},
      {}};
}

Block principal_block() {
  const Descriptor& kind = descriptor_of("service_principal");
  Block block{"data_graph_service_principal",
              "data_graphs.KEY.service_principal",
              "Who reads. With `name` it is made; with `application_id` it exists. An "
              "`application_id` alone, or with `groups`, `excess` and `needs`, only names it: "
              "nothing of it is changed.",
              fields_in_graph(kind),
              {}};
  Key& name = key_of(block, "display_name");
  name.name = "name";
  name.required_in_words = "of one that is made";
  name.description += " With `application_id`: what that one is renamed to.";
  for (const char* defaulted : {"active", "entitlements"}) {
    Key& key = key_of(block, defaulted);
    key.default_in_words = "`" + std::exchange(key.by_default, "") + "` of one that is made";
  }
  for (Key& key : credential_keys("data_graph_secret")) block.keys.push_back(std::move(key));
  const std::vector<std::string> lists = add_memberships(block, kind);
  block.keys.push_back(excess_key());
  block.keys.push_back(adopt_key(kind));
  block.keys.push_back(existing_key("`application_id`, `groups`, `excess` and `needs`"));
  block.keys.push_back(lifecycle_key(kind));
  block.keys.push_back(needs_key());
  block.keys.push_back(from_key("service principal"));

  std::vector<std::string> only_named{"application_id", "excess", "needs", "existing"};
  only_named.insert(only_named.end(), lists.begin(), lists.end());
  Claims only_read = all_absent(names_of(block.keys, only_named));
  only_read.push_back(present("application_id"));
  Claims names_only =
      all_absent({"from", "name", "active", "entitlements", "assignment", "secret", "existing"});
  names_only.push_back(present("application_id"));
  block.rules = {{{present("from")}, {all_absent(names_of(block.keys, {"from"}))}},
                 {{equal("existing", true)}, {std::move(only_read)}},
                 {{absent("from"), equal_or_absent("existing", false)},
                  {{present("name")}, {present("application_id")}}},
                 {std::move(names_only), {all_absent({"allow_privileged", "adopt", "lifecycle"})}},
                 {{equal("adopt", true)}, {{present("application_id")}}},
                 no_use_of_privileged(lists, equal("secret", "none")),
                 no_use_of_privileged(lists, present("secret.existing"))};
  Rule existing = no_use_of_privileged(lists, absent("secret"));
  existing.when.push_back(present("application_id"));
  block.rules.push_back(std::move(existing));
  return block;
}

std::vector<Block> warehouse_blocks() {
  const Descriptor& kind = descriptor_of("sql_warehouse");
  Block block{"data_graph_warehouse",
              "data_graphs.KEY.warehouse",
              "The SQL warehouse that the principal uses: one that dgctl makes, with its own "
              "defaults for a Data Graph; or one that exists.",
              fields_in_graph(kind),
              {}};
  std::erase_if(block.keys, [](const Key& key) { return key.name == "id"; });
  key_of(block, "name").required_in_words = "without `existing` and `from`";
  key_of(block, "enable_serverless_compute").description += " `false` with CLASSIC.";
  key_of(block, "max_num_clusters").description += " At least `min_num_clusters`.";
  block.keys.push_back(key({"permissions",
                            "Who else may do what with it.",
                            "[{group_name: analysts, level: CAN_MONITOR}]"},
                           list_of(engine::block("permission"))));
  block.keys.push_back(adopt_key(kind));
  block.keys.push_back(lifecycle_key(kind));
  block.keys.push_back(needs_key());
  block.keys.push_back(key({"existing",
                            "In place of the fields: one that is neither made nor changed.",
                            "{name: shared}"},
                           engine::block("existing_warehouse")));
  block.keys.push_back(from_key("warehouse"));
  block.rules = {{{present("from")}, {all_absent(names_of(block.keys, {"from"}))}},
                 {{present("existing")},
                  {all_absent(names_of(block.keys, {"existing", "permissions", "needs"}))}},
                 {{absent("from"), absent("existing")}, {{present("name")}}},
                 serverless_rule()};
  Block existing{"existing_warehouse",
                 "data_graphs.KEY.warehouse.existing",
                 "A warehouse that exists: by its name, or by its id.",
                 {key({"name", "Its name.", "shared"}, text(label_text(99))),
                  field_key(kind, *kind.field("id"))},
                 {exactly_one({"name", "id"})}};
  existing.keys.back().description = "Its id.";
  return {std::move(block), std::move(existing)};
}

Block checkpoint_block() {
  const Descriptor& kind = descriptor_of("catalog");
  Block block{"data_graph_checkpoint",
              "data_graphs.KEY.checkpoint",
              "The catalog of the checkpoint tables: one that dgctl makes, or takes over if it "
              "exists; or one that is only granted on.",
              fields_in_graph(kind),
              {}};
  Key& name = key_of(block, "name");
  name.name = "catalog";
  name.required = false;
  name.by_default = kDefaultCheckpoint;
  block.keys.push_back(exclusive_key());
  block.keys.push_back(adopt_key(kind));
  block.keys.push_back(force_destroy_key());
  block.keys.push_back(lifecycle_key(kind));
  block.keys.push_back(needs_key());
  block.keys.push_back(key({"existing",
                            "In place of all these: the name of a catalog that is neither made nor "
                            "changed, only granted on.",
                            "segment_linked_profiles_db"},
                           text(existing_catalog_text())));
  block.rules = {{{present("existing")}, {all_absent(names_of(block.keys, {"existing"}))}}};
  return block;
}

Block profiles_sync_block() {
  return {"profiles_sync",
          "data_graphs.KEY.profiles_sync",
          "What Segment's Profiles Sync writes.",
          {required(key({"catalog", "The catalog that it writes to.", "segment_profiles"},
                        text(name_text(1, 1)))),
           otherwise("the whole catalog",
                     key({"schemas", "Some of its schemas only.", "[ps_main]"},
                         list_of(text(name_text(1, 2)), 1)))},
          {}};
}

Block read_block() {
  return {"read",
          "data_graphs.KEY.read.CATALOG",
          "What is read of a catalog, where it is not all of it. What comes later into a schema "
          "is read too.",
          {defaults_to("false", key({"all", "`true`: the whole catalog.", "true"}, flag())),
           key({"schemas",
                "Schemas of it: USE_CATALOG on the catalog, USE_SCHEMA and SELECT on each.",
                "[web, email]"},
               list_of(text(name_text(1, 2)), 1)),
           key({"tables",
                "Tables of it: USE_CATALOG, USE_SCHEMA on their schemas, SELECT on each.",
                "[ledger.accounts]"},
               list_of(text(name_text(2, 3)), 1)),
           otherwise("the key",
                     key({"catalog",
                          "The catalog, where the key is a name of yours.",
                          "\"${var.env}_finance\""},
                         text(name_text(1, 1))))},
          {{{equal("all", true)}, {all_absent({"schemas", "tables"})}},
           {{equal_or_absent("all", false)}, {{present("schemas")}, {present("tables")}}}}};
}

}  // namespace

std::vector<Block> data_graph_blocks() {
  Block principal = principal_block();
  Block secret = secret_block("data_graph_secret", principal.path + ".secret", true);
  std::vector<Block> blocks{graph_block(), std::move(principal), std::move(secret)};
  for (Block& block : warehouse_blocks()) blocks.push_back(std::move(block));
  blocks.push_back(checkpoint_block());
  blocks.push_back(profiles_sync_block());
  blocks.push_back(read_block());
  return blocks;
}

}  // namespace dgctl::engine
