#include "cmd/dgctl/commands.h"

#include <algorithm>
#include <ostream>
#include <span>
#include <sstream>
#include <system_error>

#include <CLI/CLI.hpp>

#include "cmd/command_line/help_text.h"
#include "cmd/command_line/man_page.h"
#include "cmd/command_line/spellings.h"
#include "cmd/dgctl/address_words.h"
#include "cmd/dgctl/apply.h"
#include "cmd/dgctl/complete.h"
#include "cmd/dgctl/completion.h"
#include "cmd/dgctl/connection.h"
#include "cmd/dgctl/doctor.h"
#include "cmd/dgctl/drift.h"
#include "cmd/dgctl/event_log.h"
#include "cmd/dgctl/graph.h"
#include "cmd/dgctl/help.h"
#include "cmd/dgctl/import.h"
#include "cmd/dgctl/init.h"
#include "cmd/dgctl/options.h"
#include "cmd/dgctl/plan.h"
#include "cmd/dgctl/rotate.h"
#include "cmd/dgctl/schema.h"
#include "cmd/dgctl/show.h"
#include "cmd/dgctl/signals.h"
#include "cmd/dgctl/state.h"
#include "cmd/dgctl/usage.h"
#include "cmd/dgctl/validate.h"
#include "cmd/dgctl/verify.h"
#include "cmd/dgctl/version.h"
#include "engine/render/message.h"
#include "providers/system/standard_streams.h"

namespace dgctl::cmd {
namespace {

constexpr const char* kManCommand = "__man";

CommandText program_text() {
  CommandText text{
      "dgctl", "Keeps a Databricks workspace set up for a Segment Data Graph", "dgctl plan"};
  text.details =
      "`dgctl help COMMAND` has everything about one, with examples. Terraform's spellings with "
      "one dash are understood.";
  text.exit_codes = ends_with({ExitCode::Changes,
                               ExitCode::Auth,
                               ExitCode::Refused,
                               ExitCode::Locked,
                               ExitCode::Stale,
                               ExitCode::Cancelled,
                               ExitCode::Timeout,
                               ExitCode::Partial,
                               ExitCode::Verify});
  return text;
}

/// The program, whose commands leave in `chosen` what to run. Listed in this order.
std::unique_ptr<CLI::App> make_dgctl(Chosen& chosen) {
  std::unique_ptr<CLI::App> app = make_program(program_text());
  app->set_version_flag("--version", std::string("dgctl ") + version(), "Print the version");
  add_init_command(*app, chosen);
  add_validate_command(*app, chosen);
  add_doctor_command(*app, chosen);
  add_plan_command(*app, chosen);
  add_show_command(*app, chosen);
  add_apply_commands(*app, chosen);
  add_graph_command(*app, chosen);
  add_drift_command(*app, chosen);
  add_connection_command(*app, chosen);
  add_rotate_command(*app, chosen);
  add_verify_command(*app, chosen);
  add_import_command(*app, chosen);
  add_state_commands(*app, chosen);
  add_help_command(*app, chosen);
  add_schema_command(*app, chosen);
  add_completion_command(*app, chosen);
  add_version_command(*app, chosen);
  return app;
}

/// Parses what `arguments` say into what the commands were bound to. False where --help or
/// --version was all that was asked for. Throws UsageError.
bool parse(CLI::App& app, const std::vector<std::string>& arguments, Console& console) {
  const CommandTree program = tree_of(app);
  if (arguments.empty()) {
    console.err << help_text(program) << "\n";
    throw UsageError("dgctl needs a command");
  }
  const std::vector<std::string> words =
      with_addresses_as_they_are(program, understood(program, arguments));
  std::vector<std::string> reversed(words.rbegin(), words.rend());
  try {
    app.parse(reversed);
    return true;
  } catch (const CLI::Success& success) {  // --help, --version
    app.exit(success, console.out, console.err);
    return false;
  } catch (const CLI::ExtrasError&) {
    throw UsageError(unexpected(program, words));
  } catch (const CLI::RequiredError&) {
    throw UsageError(missing(program, words));
  } catch (const CLI::ArgumentMismatch& error) {
    throw UsageError(mismatch(program, words, error.what()));
  } catch (const CLI::ParseError& error) {
    throw UsageError(error.what());
  }
}

void write_manual(const CommandTree& program, const std::string& folder) {
  try {
    write_man_pages(program, {std::string("dgctl ") + version(), version_date()}, folder);
  } catch (const std::system_error& error) {
    throw engine::Error("cannot write the man pages to " + folder + ": " + error.code().message());
  }
}

Ending run_chosen(const std::vector<std::string>& arguments, Console& console) {
  Chosen chosen;
  const std::unique_ptr<CLI::App> app = make_dgctl(chosen);
  if (arguments.size() == 2 && arguments.front() == kManCommand) {
    write_manual(tree_of(*app), arguments.back());
    return {};
  }
  return parse(*app, arguments, console) ? chosen(console) : Ending{};
}

/// Whoever asks is a shell in the middle of a line: there is always an answer, and nothing else.
std::string answer_to_shell(const std::vector<std::string>& arguments) {
  try {
    return completion_answer(dgctl_commands(), std::span(arguments).subspan(1));
  } catch (const std::exception&) {
    return {};
  }
}

/// What was interrupted was so by the time that --timeout gives.
std::string text_of_error(const std::exception& error,
                          const Ending& ending,
                          const Console& console) {
  constexpr std::string_view kInterrupted = "interrupted";
  std::string text = error.what();
  const bool timed_out = console.signals != nullptr && console.signals->timed_out();
  if (ending.code != ExitCode::Cancelled || !timed_out || !text.starts_with(kInterrupted)) {
    return text;
  }
  return "the time that --timeout gives was over" + text.substr(kInterrupted.size());
}

/// What went wrong, for people and for whoever reads the events.
Ending told_ending_of(const std::exception& error, Console& console) {
  const Ending ending = ending_of(error);
  const std::string text = text_of_error(error, ending, console);
  console.err << "error: " << engine::shown_message(text) << "\n";
  if (ending.code == ExitCode::Bug) console.err << "this is a fault of dgctl; please report it\n";
  console.events->write([&](const engine::EventJson& json) {
    return json.diagnostic({engine::Severity::Error, {}, text});
  });
  return ending;
}

/// Ends the event log with how the command ended.
Ending with_events_closed(Ending ending, Console& console) {
  console.events->write([&](const engine::EventJson& json) {
    return json.end(static_cast<int>(ending.code), ending.reason);
  });
  const std::string lost = console.events->close();
  if (lost.empty()) return ending;
  console.err << "error: " << lost << "\n";
  const bool was_well = ending.code == ExitCode::Done || ending.code == ExitCode::Changes;
  return was_well ? Ending{ExitCode::Error, "error"} : ending;
}

}  // namespace

CommandTree dgctl_commands() {
  Chosen chosen;
  return tree_of(*make_dgctl(chosen));
}

void check_usage(const std::vector<std::string>& arguments) {
  Chosen chosen;
  std::ostringstream ignored;
  Console console{ignored, ignored};
  parse(*make_dgctl(chosen), arguments, console);
}

int run_dgctl(const std::vector<std::string>& arguments, Console& console) {
  if (!arguments.empty() && arguments.front() == kCompleteCommand) {
    console.out << answer_to_shell(arguments) << std::flush;
    return static_cast<int>(ExitCode::Done);
  }
  EventLog events;
  console.events = &events;
  Ending ending;
  try {
    ending = run_chosen(arguments, console);
  } catch (const std::exception& error) {
    ending = told_ending_of(error, console);
  }
  const bool timed_out = console.signals != nullptr && console.signals->timed_out();
  if (ending.code == ExitCode::Cancelled && timed_out) ending = {ExitCode::Timeout, "timeout"};
  ending = with_events_closed(std::move(ending), console);
  console.events = nullptr;
  // A result that nobody could read is no success, whatever led to it.
  const std::string lost = providers::why_lost(console.out);
  if (!lost.empty()) {
    console.err << "error: cannot write to standard output: " << lost << "\n";
    if (ending.code == ExitCode::Done || ending.code == ExitCode::Changes) {
      ending = {ExitCode::Error, "error"};
    }
  }
  if (ending.code != ExitCode::Done) console.err << "reason=" << ending.reason << "\n";
  return static_cast<int>(ending.code);
}

}  // namespace dgctl::cmd
