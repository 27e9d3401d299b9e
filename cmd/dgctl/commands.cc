#include "cmd/dgctl/commands.h"

#include <algorithm>
#include <ostream>

#include <CLI/CLI.hpp>

#include "cmd/dgctl/apply.h"
#include "cmd/dgctl/connection.h"
#include "cmd/dgctl/import.h"
#include "cmd/dgctl/init.h"
#include "cmd/dgctl/options.h"
#include "cmd/dgctl/plan.h"
#include "cmd/dgctl/rotate.h"
#include "cmd/dgctl/show.h"
#include "cmd/dgctl/state.h"
#include "cmd/dgctl/validate.h"
#include "cmd/dgctl/version.h"
#include "engine/model/nearest.h"
#include "providers/system/standard_streams.h"

namespace dgctl::cmd {
namespace {

/// The long options of the commands that the arguments chose.
std::vector<std::string> option_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands()) {
    for (const CLI::Option* option : command->get_options()) {
      for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
    }
    const std::vector<std::string> below = option_names(*command);
    names.insert(names.end(), below.begin(), below.end());
  }
  return names;
}

/// "dgctl state show": the command that the arguments chose.
std::string chosen_words(const CLI::App& command, const std::string& words) {
  const std::vector<CLI::App*> chosen = command.get_subcommands();
  if (chosen.empty()) return words;
  return chosen_words(*chosen.front(), words + " " + chosen.front()->get_name());
}

/// What to say of an argument that nobody takes.
std::string unexpected(const CLI::App& app, const std::vector<std::string>& arguments) {
  const std::vector<std::string> known = option_names(app);
  for (const std::string& argument : arguments) {
    const std::string name = argument.substr(0, argument.find('='));
    if (!name.starts_with("--") || std::find(known.begin(), known.end(), name) != known.end()) {
      continue;
    }
    const std::string meant = engine::nearest(name, known);
    return "there is no option " + name + " here" +
           (meant.empty() ? "" : "; did you mean " + meant + "?");
  }
  const std::vector<std::string> left = app.remaining(true);
  const auto first =
      std::find_first_of(arguments.begin(), arguments.end(), left.begin(), left.end());
  // Of short options written together CLI11 leaves what is in no argument as it stands.
  const std::string what = first != arguments.end() ? *first : left.empty() ? "" : left.back();
  if (what.starts_with('-')) return "there is no option " + what + " here";
  const std::string words = chosen_words(app, app.get_name());
  return words + " takes no argument '" + what + "'; `" + words + " --help` has an example";
}

/// CLI11's own words for an option without its value differ between its versions; all begin with
/// the option's name.
std::string without_value(const std::string& words) {
  const std::size_t end = words.find(':');
  return words.starts_with("--") && end != std::string::npos
             ? words.substr(0, end) + " needs a value"
             : words;
}

/// The command that the arguments chose.
const CLI::App& chosen_command(const CLI::App& app) {
  const std::vector<CLI::App*> chosen = app.get_subcommands();
  return chosen.empty() ? app : chosen_command(*chosen.front());
}

/// What the command line lacks. CLI11's own words for it differ between its versions.
std::string missing(const CLI::App& app) {
  const std::string words = chosen_words(app, app.get_name());
  const std::vector<const CLI::Option*> options = chosen_command(app).get_options();
  const auto without = std::find_if(options.begin(), options.end(), [](const CLI::Option* option) {
    return option->get_required() && option->count() == 0;
  });
  if (without == options.end())
    return words + " needs a command; `" + words + " --help` lists them";
  return words + " needs " + (*without)->get_type_name() + ", " + (*without)->get_description() +
         "; `" + words + " --help` has an example";
}

/// CLI11 says of a misspelled command that one is required; this says which was meant.
void require_known_command(const CLI::App& app, const std::vector<std::string>& arguments) {
  if (arguments.empty() || arguments.front().starts_with('-')) return;
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands({})) names.push_back(command->get_name());
  const std::string& given = arguments.front();
  if (std::find(names.begin(), names.end(), given) != names.end()) return;
  const std::string meant = engine::nearest(given, names);
  throw UsageError(
      "there is no command '" + given + "'" +
      (meant.empty() ? "; `dgctl --help` lists them" : "; did you mean '" + meant + "'?"));
}

/// Parses what `arguments` say into what `app`'s commands were bound to. False where --help or
/// --version was all that was asked for. Throws UsageError.
bool parse(CLI::App& app, const std::vector<std::string>& arguments, Console& console) {
  std::vector<std::string> reversed = with_our_spellings(arguments);
  require_known_command(app, reversed);
  std::reverse(reversed.begin(), reversed.end());
  try {
    app.parse(reversed);
    return true;
  } catch (const CLI::Success& success) {  // --help, --version
    app.exit(success, console.out, console.err);
    return false;
  } catch (const CLI::ExtrasError&) {
    throw UsageError(unexpected(app, arguments));
  } catch (const CLI::RequiredError&) {
    throw UsageError(missing(app));
  } catch (const CLI::ArgumentMismatch& error) {
    throw UsageError(without_value(error.what()));
  } catch (const CLI::ParseError& error) {
    throw UsageError(error.what());
  }
}

Ending run_chosen(const std::vector<std::string>& arguments, Console& console) {
  CLI::App app("Keeps a Databricks workspace set up for a Segment Data Graph", "dgctl");
  app.require_subcommand(1);
  app.footer("Example:\n  dgctl plan");
  app.set_version_flag("--version", std::string("dgctl ") + version());
  Chosen chosen;
  add_init_command(app, chosen);
  add_validate_command(app, chosen);
  add_plan_command(app, chosen);
  add_show_command(app, chosen);
  add_apply_commands(app, chosen);
  add_connection_command(app, chosen);
  add_rotate_command(app, chosen);
  add_import_command(app, chosen);
  add_state_commands(app, chosen);
  add_version_command(app, chosen);
  return parse(app, arguments, console) ? chosen(console) : Ending{};
}

}  // namespace

int run_dgctl(const std::vector<std::string>& arguments, Console& console) {
  Ending ending;
  try {
    ending = run_chosen(arguments, console);
  } catch (const std::exception& error) {
    ending = ending_of(error);
    console.err << "error: " << engine::shown(std::string_view(error.what())) << "\n";
    if (ending.code == ExitCode::Bug) console.err << "this is a fault of dgctl; please report it\n";
  }
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
