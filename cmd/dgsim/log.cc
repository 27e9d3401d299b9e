#include <algorithm>
#include <iomanip>
#include <ostream>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "cmd/dgsim/commands.h"
#include "providers/sim/workspace_files.h"

namespace dgctl::cmd {
namespace {

using providers::sim::RequestEntry;

/// "200", "200 lost", "- dropped"
std::string outcome(const RequestEntry& entry) {
  std::string text = entry.status == 0 ? "-" : std::to_string(entry.status);
  return entry.note.empty() ? text : text + " " + entry.note;
}

void print_text(const std::vector<RequestEntry>& entries, std::ostream& out) {
  std::size_t number_width = 1;
  std::size_t who_width = 1;
  for (const RequestEntry& entry : entries) {
    number_width = std::max(number_width, std::to_string(entry.number).size());
    who_width = std::max(who_width, entry.who.size());
  }
  constexpr int kLongestMethod = 6;
  for (const RequestEntry& entry : entries) {
    out << std::right << std::setw(static_cast<int>(number_width)) << entry.number << "  "
        << providers::timestamp(entry) << "  " << std::left
        << std::setw(static_cast<int>(who_width)) << entry.who << "  " << std::setw(kLongestMethod)
        << entry.method << ' ' << entry.path << "  " << outcome(entry) << '\n';
  }
}

void print_json(const std::vector<RequestEntry>& entries, std::ostream& out) {
  auto list = nlohmann::ordered_json::array();
  for (const RequestEntry& entry : entries) {
    nlohmann::ordered_json json{{"number", entry.number},
                                {"time", providers::timestamp(entry)},
                                {"who", entry.who},
                                {"method", entry.method},
                                {"path", entry.path}};
    if (entry.status != 0) json["status"] = entry.status;
    if (!entry.note.empty()) json["note"] = entry.note;
    list.push_back(std::move(json));
  }
  out << list.dump(2) << '\n';
}

CommandText log_text() {
  CommandText text{
      "log", "Show every request that was made to a workspace", "dgsim log workspace.json"};
  text.details =
      "A line each: number, time, who asked, method, path, and the status of the answer, or what "
      "became of the request where there was none.";
  text.more_examples = {
      {"dgsim log workspace.json --since 12 -o json", "For a program, from the twelfth on"}};
  text.exit_codes = exit_meanings();
  text.see_also = {"dgsim call"};
  return text;
}

}  // namespace

int run_log(const LogOptions& options, const Streams& streams) {
  std::vector<RequestEntry> entries = providers::read_request_log(options.file);
  std::erase_if(entries, [&](const RequestEntry& e) { return e.number < options.since; });
  if (options.output == "json") {
    print_json(entries, streams.out);
  } else {
    print_text(entries, streams.out);
  }
  return kDone;
}

void add_log_command(CLI::App& app, const Streams& streams, int& exit_code) {
  const auto options = std::make_shared<LogOptions>();  // lives as long as the callback
  CLI::App& command = add_command(
      app, log_text(), [options, &streams, &exit_code] { exit_code = run_log(*options, streams); });
  command.add_option("file", options->file, "The workspace file")->type_name("FILE")->required();
  command.add_option("--since", options->since, "The number of the first request to show")
      ->type_name("N");
  command.add_option("-o,--output", options->output, "The format, text if nothing is said")
      ->check(CLI::IsMember({"text", "json"}));
}

}  // namespace dgctl::cmd
