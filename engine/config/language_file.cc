#include "engine/config/language_words.h"
#include "engine/config/safety.h"
#include "engine/model/descriptor.h"
#include "engine/model/desired.h"

// What is neither a resource nor a data graph.

namespace dgctl::engine {
namespace {

Block file_block() {
  return {
      "file",
      "The file",
      "The configuration, `dgctl.yml`. In place of the value of a field may stand a "
      "reference, such as `${var.NAME}`.",
      {required(key({"version", "The version of this language.", "1"}, number(1, 1))),
       required(key({"name", "This stack, in its state.", "acme"}, text(stack_name()))),
       required(key({"workspace", "Which workspace, and whom to run as.", "{profile: prod}"},
                    block("workspace"))),
       defaults_to("workspace",
                   key({"identity_plane",
                        "Who keeps service principals: the workspace, where a workspace admin "
                        "is enough, or the account.",
                        "account"},
                       words({"workspace", "account"}))),
       required("with `identity_plane: account`",
                key({"account",
                     "The account console. Only with `identity_plane: account`.",
                     "{id: 7a1b2c3d-0000-4000-8000-000000000001, host: "
                     "\"https://accounts.cloud.databricks.com\"}"},
                    block("account"))),
       key({"variables",
            "Values that come from outside, for `${var.NAME}`.",
            "{env: {allowed: [dev, prod]}}"},
           map_of(variable_name(), block("variable"))),
       defaults_to("{backend: local, path: .dgctl}",
                   key({"state", "Where what the last apply left is recorded.", "{path: states}"},
                       block("state"))),
       key({"safety",
            "Limits of one apply: how much may be deleted and taken away.",
            "{max_destroy: 1}"},
           block("safety")),
       key({"data_graphs",
            "Data Graphs: of each its principal, its warehouse, its checkpoint catalog, and "
            "what it reads. The key becomes part of addresses: `service_principal.KEY`, "
            "`sql_warehouse.KEY`, `catalog.KEY`, `grant.catalog:sales/KEY`.",
            "{main: {service_principal: {name: segment-data-graph}, read: {sales: all}}}"},
           map_of(address_key(), block("data_graph"))),
       key({"resources",
            "The same things one by one; of each kind a map by key.",
            "{catalogs: {raw: {name: raw}}}"},
           block("resources"))},
      {{{equal("identity_plane", "account")}, {{present("account")}}},
       {{equal_or_absent("identity_plane", "workspace")}, {{absent("account")}}},
       // What the host may say in place of them is the loader's business.
       {{equal("identity_plane", "account"),
         absent("workspace.account_id"),
         unlike("workspace.host", R"([?]|\$\{)")},
        {{present("account.id")}}},
       {{equal("identity_plane", "account"),
         absent("account.profile"),
         unlike("workspace.host", R"(^sim:|\$\{)")},
        {{present("account.host")}}}}};
}

Block workspace_block() {
  return {"workspace",
          "workspace",
          "Which workspace. The host may be left to the profile; one of the two is needed. The "
          "three ids pin it: where another one answers, nothing is done (exit code 7).",
          {key({"host",
                "Its address, or `sim:FILE`, an embedded workspace; the file counts from this "
                "file's folder.",
                "https://dbc-1234.cloud.databricks.com"},
               text(host_text())),
           key({"profile",
                "Whom to run as: of an embedded workspace an identity of its file. `-p` is "
                "stronger.",
                "prod"},
               text(text_not_empty())),
           key({"workspace_id", "The id of the workspace.", "7201983344556677"}, number(1)),
           key({"metastore_id",
                "The id of the metastore that it is attached to.",
                "5d1f0c1e-0000-4000-8000-000000000001"},
               text(uuid_text())),
           key({"account_id",
                "The id of the account that it belongs to.",
                "7a1b2c3d-0000-4000-8000-000000000001"},
               text(uuid_text()))},
          {{{}, {{present("host")}, {present("profile")}}}}};
}

Block account_block() {
  return {"account",
          "account",
          "The account console, which keeps service principals with `identity_plane: account`.",
          {required("unless the workspace tells it",
                    key({"id",
                         "The account's UUID. Also what the workspace is pinned to.",
                         "7a1b2c3d-0000-4000-8000-000000000001"},
                        text(uuid_text()))),
           required("without a `profile`",
                    key({"host",
                         "Its address. Of an embedded workspace left out: its file answers for the "
                         "account too.",
                         "https://accounts.cloud.databricks.com"},
                        text(host_text()))),
           key({"profile", "Whom to ask it as: an account admin.", "ci-account"},
               text(text_not_empty()))},
          {}};
}

Block variable_block() {
  return {
      "variable",
      "variables.NAME",
      "A value that is given from outside.",
      {key({"default",
            "Its value where nobody gives one. Without it, one has to be given.",
            "prod"},
           text(any_text())),
       literal(defaults_to("string",
                           key({"type", "What it is. A number is whole.", "number"},
                               words({"string", "number", "bool"})))),
       literal(key({"allowed", "The values that it may have.", "[dev, prod]"},
                   list_of(text(literal_text()), 1))),
       literal(key({"pattern",
                    "A regular expression (ECMAScript, no back-references) that has to match the "
                    "whole value.",
                    "\"[a-z]{2,8}\""},
                   text(pattern_text()))),
       literal(key({"description", "Text for readers.", "which environment"}, text(any_text())))},
      {{{equal("type", "number")}, {{fits("default", number_in_text())}}},
       {{equal("type", "bool")}, {{fits("default", flag_in_text())}}}}};
}

Block state_block() {
  return {"state",
          "state",
          "Where dgctl records what the last apply left, under NAME/TARGET.",
          {defaults_to("local", key({"backend", "What keeps it.", "local"}, words({"local"}))),
           defaults_to(".dgctl",
                       key({"path", "The folder, counted from this file's.", ".dgctl"},
                           text(text_not_empty())))},
          {}};
}

std::vector<Block> safety_blocks() {
  const Safety safety;
  const std::string destroy = std::to_string(safety.max_destroy);
  const std::string own = to_text(safety.max_revoke_own);
  const std::string others = std::to_string(safety.max_revoke_others);
  return {
      {"safety",
       "safety",
       "Limits of one apply. A plan beyond one of them is shown, says so, and is not applied; "
       "`--allow` lifts one for one run. `dgctl destroy` consents to what it deletes and takes "
       "from "
       "this stack's principals: there only a limit of `--allow` holds.",
       {defaults_to(destroy,
                    key({"max_destroy",
                         "How many objects may be deleted or replaced, such as service "
                         "principals, warehouses and catalogs.",
                         "1"},
                        number(0))),
        defaults_to("{own: " + own + ", others: " + others + "}",
                    key({"max_revoke", "How many privileges may be taken away.", "{own: 12}"},
                        block("max_revoke")))},
       {}},
      {"max_revoke",
       "safety.max_revoke",
       "How many privileges may be taken away.",
       {defaults_to(own,
                    key({"own",
                         "From this stack's principals: so many, or a part of what is recorded. Of "
                         "a part, " +
                             std::to_string(kLeastRevokes) + " are allowed in any case.",
                         "12"},
                        one_of({number(0), text(percentage_text())}))),
        defaults_to(others, key({"others", "From anybody else.", "2"}, number(0)))},
       {}}};
}

/// The least that makes one: "{raw: {name: raw}}".
std::string example_of(const Descriptor& kind) {
  std::string keys;
  for (const Field& field : kind.fields) {
    if (!field.required && !field.is_label) continue;
    keys += (keys.empty() ? "" : ", ") + field.name + ": " + field.example;
  }
  return "{main: {" + keys + "}}";
}

Block resources_block() {
  Block all{"resources",
            "resources",
            "Resources one by one. References name them: `${resources.catalogs.KEY.name}`.",
            {},
            {}};
  for (const Descriptor& kind : descriptors()) {
    if (kind.plural.empty()) continue;  // stands in another
    all.keys.push_back(key({kind.plural, kind.description, example_of(kind)},
                           map_of(address_key(), block(kind.kind))));
  }
  return all;
}

}  // namespace

std::vector<Block> file_blocks() {
  std::vector<Block> blocks{
      file_block(), workspace_block(), account_block(), variable_block(), state_block()};
  for (Block& block : safety_blocks()) blocks.push_back(std::move(block));
  blocks.push_back(resources_block());
  return blocks;
}

}  // namespace dgctl::engine
