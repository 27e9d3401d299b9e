#include "cmd/dgctl/options.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <map>
#include <string_view>

#include <CLI/CLI.hpp>

#include "cmd/command_line/command.h"
#include "cmd/dgctl/exit_code.h"

namespace dgctl::cmd {
namespace {

/// The heading of what many commands have.
constexpr const char* kCommon = "Common options";

/// A name with a dot and an ending, as a file has it and no format does.
bool looks_like_a_file(const std::string& text) {
  return text.find('.') != std::string::npos || text.find('/') != std::string::npos;
}

/// Why a text is no width, or "". CLI11's own words for it differ between its versions.
std::string not_a_width(const std::string& text) {
  constexpr std::size_t kWidest = 1000;
  std::size_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  // Written back it is the same text: no sign, no other base, nothing behind it.
  if (number >= 1 && number <= kWidest && std::to_string(number) == text) return {};
  return "'" + text + "' is not a number from 1 to " + std::to_string(kWidest);
}

void add_lock_timeout(CLI::App& command, CommonOptions& options, const std::string& does) {
  command.add_option("--lock-timeout", options.lock_timeout, does)
      ->type_name("DURATION")
      ->group(kCommon)
      ->check([](const std::string& text) -> std::string {
        duration_from("--lock-timeout", text);
        return {};
      });
}

void add_input_option(CLI::App& command, CommonOptions& options) {
  command.add_option("--input", options.input, "`false`: ask nothing")
      ->type_name("true|false")
      ->group(kCommon)
      ->check([](const std::string& text) -> std::string {
        if (text == "true" || text == "false") return {};
        return "'" + text + "' is neither true nor false";
      });
}

}  // namespace

void add_folder_option(CLI::App& command, CommonOptions& options) {
  command.add_option("-C,--chdir", options.folder, "Work in this folder")
      ->type_name("DIR")
      ->group(kCommon);
}

void add_colour_option(CLI::App& command, CommonOptions& options) {
  command.add_flag("--no-color", options.no_color, "No colours, also on a terminal")
      ->group(kCommon);
  text_of(command).environment.push_back(
      {"NO_COLOR", "if it is set and not empty: no colours; likewise `TERM=dumb`"});
}

void add_configuration_options(CLI::App& command, CommonOptions& options) {
  add_folder_option(command, options);
  command.add_option("-f,--file", options.file, "The configuration, dgctl.yml if nothing is said")
      ->type_name("FILE")
      ->group(kCommon);
  command.add_option("-t,--target", options.target, "An entry of the configuration's targets")
      ->type_name("TARGET")
      ->group(kCommon);
  command
      .add_option("-p,--profile",
                  options.profile,
                  "Whom to run as: of an embedded workspace an identity of its file")
      ->type_name("NAME")
      ->group(kCommon);
  command.add_option("--var", options.variables, "The value of a variable; may be repeated")
      ->type_name("NAME=VALUE")
      ->allow_extra_args(false)
      ->group(kCommon);
  command
      .add_option("--var-file",
                  options.variable_files,
                  "A YAML file of values of variables; may be repeated")
      ->type_name("FILE")
      ->allow_extra_args(false)
      ->group(kCommon);
  add_colour_option(command, options);
  command.add_flag("-q,--quiet", options.quiet, "No progress")->group(kCommon);
  CommandText& text = text_of(command);
  text.environment.push_back(
      {"DGCTL_VAR_name",
       "the value of the variable `name`; `--var` and `--var-file` come before it"});
  text.files.push_back({"dgctl.yml", "the configuration; what it names counts from its folder"});
  text.files.push_back(
      {".dgctl/NAME/TARGET/", "beside it, the state, its backup, its lock and its journal"});
}

void add_output_option(CLI::App& command,
                       CommonOptions& options,
                       const std::vector<std::string>& formats) {
  std::string listed;
  for (const std::string& format : formats) listed += (listed.empty() ? "" : ", ") + format;
  std::string words;
  for (const std::string& format : formats) words += (words.empty() ? "" : "|") + format;
  command
      .add_option(
          "-o,--output", options.output, "The format, " + formats.front() + " if nothing is said")
      ->type_name(words)
      ->group(kCommon)
      ->check([formats, listed](const std::string& format) -> std::string {
        if (std::find(formats.begin(), formats.end(), format) != formats.end()) return {};
        if (looks_like_a_file(format)) {
          return "-o is the format (" + listed + "), not a file; the plan file is --out " + format;
        }
        return "there is no format '" + format + "' here; there are " + listed;
      })
      ->each([&options](const std::string& /*format*/) { options.output_given = true; });
}

void add_lock_options(CLI::App& command, CommonOptions& options) {
  add_lock_timeout(
      command, options, "How long to wait for another run; 0s on a terminal, 5m elsewhere");
  add_endings(text_of(command).exit_codes, {ExitCode::Locked, ExitCode::Cancelled});
  add_input_option(command, options);
}

void add_run_options(CLI::App& command, CommonOptions& options) {
  add_lock_options(command, options);
  add_request_options(command, options);
}

void add_read_options(CLI::App& command, CommonOptions& options) {
  add_lock_timeout(command, options, "Without effect here: no lock is taken");
  add_input_option(command, options);
  add_request_options(command, options);
}

void add_request_options(CLI::App& command, CommonOptions& options) {
  add_endings(text_of(command).exit_codes, {ExitCode::Cancelled, ExitCode::Timeout});
  command
      .add_option("--parallelism",
                  options.parallelism,
                  "At most this many requests at once, 1 to 1000; 16 if nothing is said, of an "
                  "embedded workspace, which answers one at a time, 1")
      ->type_name("N")
      ->group(kCommon)
      ->check(not_a_width);
  command
      .add_option("--max-rps",
                  options.max_rps,
                  "At most this many requests a second, 1 to 1000, to leave room for others")
      ->type_name("N")
      ->group(kCommon)
      ->check(not_a_width);
  command
      .add_option("--log-level",
                  options.log_level,
                  "How much is told on standard error: error and warn no progress, info, or debug "
                  "each request")
      ->type_name("error|warn|info|debug")
      ->group(kCommon)
      ->check([](const std::string& text) -> std::string {
        if (text == "error" || text == "warn" || text == "info" || text == "debug") return {};
        return "there is no level '" + text + "'; there are error, warn, info and debug";
      })
      ->each([&options](const std::string& text) {
        options.quiet = options.quiet || text == "error" || text == "warn";
      });
  command
      .add_flag("--log-http",
                options.log_http,
                "Tell on standard error of each request and its answer, secrets masked")
      ->group(kCommon);
  command
      .add_option("--timeout",
                  options.timeout,
                  "End after this time: nothing new starts, what is under way is recorded")
      ->type_name("DURATION")
      ->group(kCommon)
      ->check([](const std::string& text) -> std::string {
        duration_from("--timeout", text);
        return {};
      });
  command
      .add_option(
          "--events", options.events, "Write what happens to this file, one JSON object a line")
      ->type_name("FILE")
      ->group(kCommon);
  command.add_flag("--json", options.json, "Print these events in place of the result")
      ->group(kCommon);
  command.add_flag("--no-exec", options.no_exec, "Run no program, whatever the configuration says")
      ->group(kCommon);
}

void enter_folder(const CommonOptions& options) {
  if (options.folder.empty()) return;
  std::error_code error;
  std::filesystem::current_path(options.folder, error);
  if (error) throw UsageError("-C " + options.folder + ": " + error.message());
}

std::chrono::milliseconds duration_from(const std::string& option, const std::string& text) {
  constexpr std::int64_t kDayInMs = 86'400'000;
  constexpr std::int64_t kMostInMs = 36'500 * kDayInMs;
  static const std::map<std::string_view, std::int64_t> kUnits{
      {"ms", 1}, {"s", 1'000}, {"m", 60'000}, {"h", 3'600'000}, {"d", kDayInMs}};
  std::int64_t number = 0;
  const char* end = text.data() + text.size();
  const auto [unit, error] = std::from_chars(text.data(), end, number);
  const std::string_view rest(unit, static_cast<std::size_t>(end - unit));
  const auto known = kUnits.find(rest);
  const bool is_understood = known != kUnits.end() && error != std::errc::invalid_argument;
  const bool is_whole = is_understood && error == std::errc() && number >= 0;
  if (is_whole && number <= kMostInMs / known->second) {
    return std::chrono::milliseconds(number * known->second);
  }
  if (text == "0") return std::chrono::milliseconds(0);
  const bool is_too_long = is_understood && number >= 0;
  throw UsageError(option +
                   (is_too_long ? " takes at most 36500d, not '"
                                : " takes a duration like 90s, 15m, 12h or 2d, not '") +
                   text + "'");
}

}  // namespace dgctl::cmd
