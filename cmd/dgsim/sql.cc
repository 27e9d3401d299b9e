#include <algorithm>
#include <chrono>
#include <ostream>
#include <sstream>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "cmd/dgsim/commands.h"
#include "providers/sim/names.h"
#include "providers/sim/sql_parser.h"
#include "providers/sim/statements.h"
#include "providers/sim/workspace.h"

namespace dgctl::cmd {
namespace {

using nlohmann::ordered_json;
using providers::Method;
using providers::Request;
using providers::Response;
using providers::SimWorkspace;
using providers::sim::SqlDefaults;

/// What one statement came to.
struct StatementOutcome {
  ordered_json answer;  ///< of the API
  int status = 0;       ///< HTTP
};

Response sent(SimWorkspace& workspace,
              Method method,
              const std::string& path,
              const std::string& body) {
  Request request;
  request.method = method;
  request.path = path;
  request.body = body;
  return workspace.send(request, {});
}

bool is_over(const ordered_json& answer) {
  const std::string state = answer.value("/status/state"_json_pointer, std::string());
  return state != "PENDING" && state != "RUNNING";
}

/// Appends the chunks after the first.
void fetch_chunks(SimWorkspace& workspace, ordered_json& answer) {
  while (answer.contains("/result/next_chunk_internal_link"_json_pointer)) {
    const std::string next = answer["result"]["next_chunk_internal_link"];
    ordered_json chunk = ordered_json::parse(sent(workspace, Method::Get, next, {}).body);
    answer["result"].erase("next_chunk_internal_link");
    if (!chunk.contains("data_array")) return;
    auto& rows = answer["result"]["data_array"];
    rows.insert(rows.end(), chunk["data_array"].begin(), chunk["data_array"].end());
    if (chunk.contains("next_chunk_internal_link")) {
      answer["result"]["next_chunk_internal_link"] = chunk["next_chunk_internal_link"];
    }
  }
}

StatementOutcome run_statement(SimWorkspace& workspace,
                               const std::string& warehouse,
                               const std::string& statement,
                               const SqlDefaults& defaults) {
  ordered_json body{{"statement", statement}};
  if (!defaults.catalog.empty()) body["catalog"] = defaults.catalog;
  if (!defaults.schema.empty()) body["schema"] = defaults.schema;
  std::string path(providers::sim::kOwnSqlPath);
  if (!warehouse.empty()) {
    path = providers::sim::kStatementsPath;
    body["warehouse_id"] = warehouse;
    body["wait_timeout"] = "30s";
  }
  Response response = sent(workspace, Method::Post, path, body.dump());
  StatementOutcome out{ordered_json::parse(response.body, nullptr, false), response.status};
  constexpr std::chrono::seconds kBetweenPolls{2};
  while (out.status == 200 && !is_over(out.answer)) {
    workspace.sleep(kBetweenPolls, {});
    const std::string id = out.answer.value("statement_id", "");
    response = sent(workspace, Method::Get, std::string(path).append("/").append(id), {});
    out = {ordered_json::parse(response.body, nullptr, false), response.status};
  }
  if (out.status == 200) fetch_chunks(workspace, out.answer);
  return out;
}

/// How many characters it takes on a line.
std::size_t width_of(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

/// A cell as a line can hold it, a control character as "\x0a".
std::string cell_text(const ordered_json& cell) {
  if (cell.is_null()) return "NULL";
  std::string out;
  for (const char c : cell.get<std::string>()) {
    static constexpr std::string_view kHex = "0123456789abcdef";
    const auto byte = static_cast<unsigned char>(c);
    const bool is_control = byte < 0x20U || byte == 0x7FU;
    if (is_control) {
      out += "\\x";
      out += kHex[byte >> 4U];
      out += kHex[byte & 15U];
    } else {
      out += c;
    }
  }
  return out;
}

using Lines = std::vector<std::vector<std::string>>;

/// The names of the columns, and the rows.
Lines lines_of(const ordered_json& answer) {
  Lines lines{{}};
  const auto columns = "/manifest/schema/columns"_json_pointer;
  if (!answer.contains(columns)) return {};
  for (const auto& column : answer[columns]) lines[0].push_back(cell_text(column["name"]));
  for (const auto& row : answer.value("/result/data_array"_json_pointer, ordered_json::array())) {
    lines.emplace_back();
    for (const auto& cell : row) lines.back().push_back(cell_text(cell));
  }
  return lines;
}

void print_line(const std::vector<std::string>& cells,
                const std::vector<std::size_t>& widths,
                std::ostream& out) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    line += (i == 0 ? "" : "  ") + cells[i];
    line.append(widths[i] - width_of(cells[i]), ' ');
  }
  line.erase(line.find_last_not_of(' ') + 1);
  out << line << '\n';
}

void print_table(const ordered_json& answer, std::ostream& out) {
  const Lines lines = lines_of(answer);
  if (lines.empty()) return;
  std::vector<std::size_t> widths(lines.front().size());
  for (const auto& line : lines) {
    for (std::size_t i = 0; i < line.size(); ++i) {
      widths[i] = std::max(widths[i], width_of(line[i]));
    }
  }
  print_line(lines.front(), widths, out);
  std::vector<std::string> rule;
  rule.reserve(widths.size());
  for (const std::size_t width : widths) rule.emplace_back(width, '-');
  print_line(rule, widths, out);
  std::for_each(lines.begin() + 1, lines.end(), [&](const auto& l) { print_line(l, widths, out); });
}

/// Says why there is nothing to print. False: there is something.
bool print_failure(const StatementOutcome& outcome, std::ostream& err) {
  if (outcome.status != 200) {
    err << "HTTP " << outcome.status << ": " << outcome.answer.value("message", "no answer")
        << '\n';
    return true;
  }
  const ordered_json& status = outcome.answer.at("status");
  if (status.value("state", "") == "SUCCEEDED") return false;
  err << status.value("state", "") << ": "
      << status.value("/error/message"_json_pointer, std::string("it has no result")) << '\n';
  return true;
}

std::vector<std::string> statements_of(const SqlOptions& options, const Streams& streams) {
  if (options.statement != "-") return {options.statement};
  std::ostringstream script;
  script << streams.in.rdbuf();
  return providers::sim::split_script(script.str());
}

CommandText sql_text() {
  CommandText text{"sql",
                   "Run SQL and print what it yields",
                   "dgsim sql workspace.json 'SHOW GRANTS ON CATALOG sales'"};
  text.details =
      "Runs a statement, or each of a script's until one fails; what USE says holds for those that "
      "follow. Permissions are those of who asks. Without --warehouse no SQL warehouse takes part, "
      "and none has to be there. Rows are printed on standard output, why a statement failed on "
      "standard error.";
  text.more_examples = {
      {"dgctl plan -o sql | dgsim sql workspace.json -", "Do what a plan says by its SQL"},
      {"dgsim sql w.json 'SELECT * FROM hr.people.staff' --as bob@x.org -o json",
       "As somebody else reads it, for a program"},
  };
  text.exit_codes = exit_meanings();
  text.see_also = {"dgsim call"};
  return text;
}

}  // namespace

int run_sql(const SqlOptions& options, const Streams& streams) {
  std::vector<std::string> statements;
  try {
    statements = statements_of(options, streams);
  } catch (const providers::sim::SqlError& failure) {
    streams.err << "FAILED: " << failure.what() << '\n';
    return kFailed;
  }
  const auto workspace = SimWorkspace::open(options.file, options.as);
  SqlDefaults defaults{options.catalog, options.schema};
  bool follows = false;
  for (const std::string& statement : statements) {
    const StatementOutcome outcome =
        run_statement(*workspace, options.warehouse, statement, defaults);
    if (print_failure(outcome, streams.err)) return kFailed;
    defaults = after(providers::sim::parse_sql(statement), defaults);
    if (options.output == "json") {
      streams.out << outcome.answer.dump(2) << '\n';
    } else if (outcome.answer.contains("/manifest/schema/columns"_json_pointer)) {
      if (follows) streams.out << '\n';
      print_table(outcome.answer, streams.out);
      follows = true;
    }
  }
  return kDone;
}

void add_sql_command(CLI::App& app, const Streams& streams, int& exit_code) {
  const auto options = std::make_shared<SqlOptions>();  // lives as long as the callback
  CLI::App& command = add_command(
      app, sql_text(), [options, &streams, &exit_code] { exit_code = run_sql(*options, streams); });
  command.add_option("file", options->file, "The workspace file")->type_name("FILE")->required();
  command
      .add_option("statement", options->statement, "SQL, or - to read a script from standard input")
      ->type_name("STATEMENT")
      ->required();
  command.add_option("--as", options->as, "Who asks: an e-mail or application id of the file")
      ->type_name("PRINCIPAL");
  command
      .add_option("--warehouse", options->warehouse, "The SQL warehouse that runs it, by its id")
      ->type_name("ID");
  command.add_option("--catalog", options->catalog, "The catalog of names that say none")
      ->type_name("CATALOG");
  command.add_option("--schema", options->schema, "The schema of names that say none")
      ->type_name("SCHEMA");
  command.add_option("-o,--output", options->output, "The format, text if nothing is said")
      ->check(CLI::IsMember({"text", "json"}));
}

}  // namespace dgctl::cmd
