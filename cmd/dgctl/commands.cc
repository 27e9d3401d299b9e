#include "cmd/dgctl/commands.h"

#include <algorithm>
#include <ostream>

#include <CLI/CLI.hpp>

#include "cmd/dgctl/apply.h"
#include "cmd/dgctl/init.h"
#include "cmd/dgctl/options.h"
#include "cmd/dgctl/plan.h"
#include "cmd/dgctl/show.h"
#include "cmd/dgctl/state.h"
#include "cmd/dgctl/validate.h"
#include "cmd/dgctl/version.h"
#include "engine/model/nearest.h"

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

/// What to say of an argument that nobody takes.
std::string unexpected(const CLI::App& app,
                       const std::vector<std::string>& arguments,
                       const std::string& otherwise) {
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
  return otherwise;
}

/// What the command line lacks. CLI11's own words for it differ between its versions.
std::string missing(const CLI::App& command, const std::string& words) {
  const std::vector<CLI::App*> chosen = command.get_subcommands();
  if (!chosen.empty()) return missing(*chosen.front(), words + " " + chosen.front()->get_name());
  const std::vector<const CLI::Option*> options = command.get_options();
  const auto without = std::find_if(options.begin(), options.end(), [](const CLI::Option* option) {
    return option->get_required() && option->count() == 0;
  });
  if (without == options.end())
    return words + " needs a command; `" + words + " --help` lists them";
  return words + " needs " + (*without)->get_type_name() + "; `" + words +
         " --help` has an example";
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

}  // namespace

int run_dgctl(const std::vector<std::string>& arguments, Console& console) {
  Ending ending;
  try {
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
    add_state_commands(app, chosen);
    add_version_command(app, chosen);
    std::vector<std::string> reversed = with_our_spellings(arguments);
    require_known_command(app, reversed);
    std::reverse(reversed.begin(), reversed.end());
    try {
      app.parse(reversed);
    } catch (const CLI::Success& success) {  // --help, --version
      return app.exit(success, console.out, console.err);
    } catch (const CLI::ExtrasError& error) {
      throw UsageError(unexpected(app, arguments, error.what()));
    } catch (const CLI::RequiredError&) {
      throw UsageError(missing(app, app.get_name()));
    } catch (const CLI::ParseError& error) {
      throw UsageError(error.what());
    }
    ending = chosen(console);
  } catch (const std::exception& error) {
    ending = ending_of(error);
    console.err << "error: " << engine::shown(std::string_view(error.what())) << "\n";
    if (ending.code == ExitCode::Bug) console.err << "this is a fault of dgctl; please report it\n";
  }
  if (ending.code != ExitCode::Done) console.err << "reason=" << ending.reason << "\n";
  console.out << std::flush;
  return static_cast<int>(ending.code);
}

}  // namespace dgctl::cmd
