#include "cmd/dgctl/init.h"

#include <filesystem>
#include <fstream>
#include <ostream>
#include <string_view>

#include <CLI/CLI.hpp>

#include "cmd/dgctl/schema.h"
#include "engine/edges/error.h"

namespace dgctl::cmd {
namespace {

constexpr const char* kStarter =
    R"(# yaml-language-server: $schema=./dgctl.schema.json
# $schema: ./dgctl.schema.json
# Editors check this file with dgctl.schema.json; `dgctl schema > dgctl.schema.json` renews that.
#
# What a Segment Data Graph needs of a Databricks workspace. Check it with `dgctl validate`, see what
# would change with `dgctl plan`, and carry it out with `dgctl apply`.
version: 1
name: data-graph                  # this stack's name in its state: a-z, 0-9 and -

workspace:
  host: sim:workspace.json        # the embedded workspace, to try it: dgsim new workspace.json --guide

data_graphs:
  main:
    # The service principal that Segment logs in as, which dgctl makes. One that exists:
    # service_principal: {application_id: 3f0c9a52-0000-4000-8000-0000000000aa}
    service_principal:
      name: segment-data-graph
      # entitlements: [databricks-sql-access]
      # assignment: USER          # what it is in the workspace: USER | ADMIN
      # excess: revoke            # what it holds beyond this file on what is named here: revoke | report
      secret:
        sink: {file: .secrets/segment.env}   # its value goes there and nowhere else; keep the file to yourself
        # lifetime: 365d          # at most 730d
        # rotate_before: 30d      # a second secret is added this long before the first expires
        # retire: confirmed       # the first goes after `dgctl rotate --retire`, or so long after the second: 7d

    # The SQL warehouse that Segment's queries run on, which dgctl makes and lets the principal use. One that
    # exists: warehouse: {existing: {name: NAME}}
    warehouse:
      name: segment
      # adopt: true               # take over the one of that name
      # warehouse_type: PRO
      # enable_serverless_compute: true
      # cluster_size: Small
      # min_num_clusters: 1
      # max_num_clusters: 2
      # auto_stop_mins: 10

    # Where Segment keeps its checkpoint tables: made if it does not exist. An existing one:
    # checkpoint: {existing: NAME}
    checkpoint: {catalog: segment_linked_profiles_db}

    # Read-only access to what Profiles Sync writes.
    profiles_sync: {catalog: segment_profiles}

    # Read-only access to what else the Data Graph uses. The key is the catalog.
    read:
      sales: all                                   # the whole catalog
      # marketing: {schemas: [web, email]}         # some of its schemas
      # finance: {tables: [ledger.accounts]}       # some of its tables

    # ALL PRIVILEGES on __segment_reverse_etl in the checkpoint catalog, where another principal of
    # Segment's has made it: auto | required | off
    reverse_etl: auto
)";

constexpr const char* kIgnored =
    "# Secret values, and the state of dgctl on this machine.\n.secrets/\n.dgctl/\n";
constexpr const char* kSchemaName = "dgctl.schema.json";

bool is_there(const std::filesystem::path& path) {
  return std::filesystem::exists(std::filesystem::symlink_status(path));
}

std::string shown_path(const std::filesystem::path& path) {
  return path.lexically_normal().string();
}

void write(const std::filesystem::path& path, std::string_view text) {
  std::ofstream file(path, std::ios::binary);
  file << text << std::flush;
  if (!file) throw engine::Error("cannot write " + shown_path(path));
}

CommandText init_text() {
  CommandText text{"init", "Write a commented starter dgctl.yml", "dgctl init data-graph"};
  text.group = "Set up";
  text.details =
      "The file asks for everything that the guide asks for, on an embedded workspace, and says in "
      "comments what else may stand there. A file that is there already is left alone.";
  text.exit_codes = ends_with({});
  text.files = {{"DIR/dgctl.yml", "what is written"},
                {"DIR/.gitignore", "keeps secrets and state out of version control"}};
  text.see_also = {"dgctl validate", "dgctl plan", "dgsim new"};
  return text;
}

}  // namespace

void add_init_command(CLI::App& app, Chosen& chosen) {
  const auto options = std::make_shared<InitOptions>();
  CLI::App& command = add_command(app, init_text(), chosen, [options](Console& console) {
    return run_init(*options, console);
  });
  command.add_option("dir", options->folder, "Where, here if nothing is said")->type_name("DIR");
}

Ending run_init(const InitOptions& options, Console& console) {
  const std::filesystem::path folder = options.folder;
  const std::filesystem::path path = folder / "dgctl.yml", schema = folder / kSchemaName;
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (is_there(path)) {
    throw UsageError(shown_path(path) + " exists already; nothing was written");
  }
  const bool has_schema = is_there(schema);
  if (!has_schema) write(schema, configuration_schema());
  write(path, kStarter);
  const std::filesystem::path ignore = folder / ".gitignore";
  const bool has_ignore = is_there(ignore);
  if (!has_ignore) write(ignore, kIgnored);
  console.out << "Wrote " << shown_path(path) << (has_schema ? ". " : " and ") << shown_path(schema)
              << ", with which editors check it"
              << (has_schema ? ", was there and is left as it is" : "") << ".\n"
              << (has_ignore ? "Keep .secrets/ and .dgctl/ out of version control: "
                             : "What version control must not get is listed in ")
              << shown_path(ignore) << (has_ignore ? " was there and is left as it is.\n" : ".\n")
              << "Next:\n";
  if (options.folder != ".") console.out << "  cd " << options.folder << "\n";
  console.out << "  dgsim new workspace.json --guide   # an embedded workspace to try it on\n"
              << "  dgctl validate\n"
              << "  dgctl plan\n";
  return {};
}

}  // namespace dgctl::cmd
