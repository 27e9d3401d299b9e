#include "cmd/dgctl/commands.h"

#include <algorithm>
#include <ostream>

#include <CLI/CLI.hpp>

#include "cmd/dgctl/apply.h"
#include "cmd/dgctl/init.h"
#include "cmd/dgctl/options.h"
#include "cmd/dgctl/plan.h"
#include "cmd/dgctl/state.h"
#include "cmd/dgctl/validate.h"
#include "cmd/dgctl/version.h"
#include "engine/model/nearest.h"

namespace dgctl::cmd {
namespace {

/// A command with options of type Options, which live as long as the app.
template <class Options>
CLI::App& add(CLI::App& app,
              const std::string& name,
              const std::string& does,
              const std::string& example,
              const std::shared_ptr<Options>& options,
              Chosen& chosen,
              std::function<Ending(const Options&, Console&)> run) {
  CLI::App* command = app.add_subcommand(name, does);
  command->footer("Example:\n  " + example);
  command->callback([options, &chosen, run = std::move(run)] {
    chosen = [options, run](Console& console) { return run(*options, console); };
  });
  return *command;
}

void add_init(CLI::App& app, Chosen& chosen) {
  const auto options = std::make_shared<InitOptions>();
  CLI::App& command = add<InitOptions>(app,
                                       "init",
                                       "Write a commented starter dgctl.yml",
                                       "dgctl init data-graph",
                                       options,
                                       chosen,
                                       run_init);
  command.add_option("dir", options->folder, "Where, here if nothing is said")->type_name("DIR");
}

void add_validate(CLI::App& app, Chosen& chosen) {
  const auto options = std::make_shared<ValidateOptions>();
  CLI::App& command = add<ValidateOptions>(app,
                                           "validate",
                                           "Check the configuration, offline",
                                           "dgctl validate --expand",
                                           options,
                                           chosen,
                                           [](const ValidateOptions& o, Console& console) {
                                             enter_folder(o.common);
                                             return run_validate(o, console);
                                           });
  add_configuration_options(command, options->common);
  add_output_option(command, options->common, {"text", "json"});
  command.add_flag(
      "--expand", options->expand, "Print the configuration with everything that is defaulted");
}

void add_plan(CLI::App& app, Chosen& chosen) {
  const auto options = std::make_shared<PlanOptions>();
  CLI::App& command = add<PlanOptions>(app,
                                       "plan",
                                       "Read the workspace and print what would change",
                                       "dgctl plan --out plan.json --detailed-exitcode",
                                       options,
                                       chosen,
                                       [](const PlanOptions& o, Console& console) {
                                         enter_folder(o.common);
                                         const Signals signals;
                                         return run_plan(o, console, signals.stop());
                                       });
  add_configuration_options(command, options->common);
  add_output_option(command, options->common, {"text", "json"});
  add_run_options(command, options->common);
  command.add_option("--out", options->out, "Save the plan, to be applied as it was reviewed")
      ->type_name("FILE");
  command.add_flag("--destroy", options->destroy, "Plan what `dgctl destroy` would do");
  command.add_flag(
      "--detailed-exitcode", options->detailed_exitcode, "End with 2 if there are changes");
}

void add_show(CLI::App& app, Chosen& chosen) {
  const auto options = std::make_shared<ShowOptions>();
  CLI::App& command = add<ShowOptions>(app,
                                       "show",
                                       "Print a saved plan",
                                       "dgctl show plan.json",
                                       options,
                                       chosen,
                                       [](const ShowOptions& o, Console& console) {
                                         enter_folder(o.common);
                                         return run_show(o, console);
                                       });
  command.add_option("plan", options->plan, "The plan file")->type_name("PLAN")->required();
  command.add_option("-C,--chdir", options->common.folder, "Work in this folder")->type_name("DIR");
  command.add_flag("--no-color", options->common.no_color, "No colours, also on a terminal");
  add_output_option(command, options->common, {"text", "json"});
}

void add_apply(CLI::App& app, Chosen& chosen) {
  const auto options = std::make_shared<ApplyOptions>();
  CLI::App& command =
      add<ApplyOptions>(app,
                        "apply",
                        "Carry out a saved plan as it was reviewed, or plan, ask and apply",
                        "dgctl apply plan.json",
                        options,
                        chosen,
                        [](const ApplyOptions& o, Console& console) {
                          enter_folder(o.common);
                          const Signals signals;
                          return run_apply(o, console, signals.stop());
                        });
  command.add_option("plan", options->plan, "A plan file made by `dgctl plan --out`")
      ->type_name("PLAN");
  add_configuration_options(command, options->common);
  add_run_options(command, options->common);
  command.add_flag("--auto-approve", options->auto_approve, "Do not ask");
  command.add_flag("--destroy", options->destroy, "As `dgctl destroy`");
}

void add_destroy(CLI::App& app, Chosen& chosen) {
  const auto options = std::make_shared<ApplyOptions>();
  options->destroy = true;
  CLI::App& command = add<ApplyOptions>(app,
                                        "destroy",
                                        "Remove what this stack made, and forget what it adopted",
                                        "dgctl destroy",
                                        options,
                                        chosen,
                                        [](const ApplyOptions& o, Console& console) {
                                          enter_folder(o.common);
                                          const Signals signals;
                                          return run_apply(o, console, signals.stop());
                                        });
  add_configuration_options(command, options->common);
  add_run_options(command, options->common);
  command.add_flag("--auto-approve", options->auto_approve, "Do not ask");
}

void add_state(CLI::App& app, Chosen& chosen) {
  CLI::App* state = app.add_subcommand("state", "Look at what is recorded of the last apply");
  state->require_subcommand(1);
  state->footer("Example:\n  dgctl state list");

  const auto list = std::make_shared<StateOptions>();
  CLI::App& list_command = add<StateOptions>(*state,
                                             "list",
                                             "The addresses of all resources",
                                             "dgctl state list",
                                             list,
                                             chosen,
                                             [](const StateOptions& o, Console& console) {
                                               enter_folder(o.common);
                                               return run_state_list(o, console);
                                             });
  add_configuration_options(list_command, list->common);
  add_output_option(list_command, list->common, {"text", "json"});

  const auto show = std::make_shared<StateOptions>();
  CLI::App& show_command = add<StateOptions>(*state,
                                             "show",
                                             "What is recorded of one resource, or of all",
                                             "dgctl state show catalog.main",
                                             show,
                                             chosen,
                                             [](const StateOptions& o, Console& console) {
                                               enter_folder(o.common);
                                               return run_state_show(o, console);
                                             });
  show_command.add_option("address", show->address, "The resource")->type_name("ADDR");
  show_command.add_flag("--runs", show->runs, "The last runs that wrote the state");
  add_configuration_options(show_command, show->common);
  add_output_option(show_command, show->common, {"text", "json"});
}

void add_version(CLI::App& app, Chosen& chosen) {
  const auto options = std::make_shared<VersionOptions>();
  const auto common = std::make_shared<CommonOptions>();
  CLI::App& command = add<VersionOptions>(app,
                                          "version",
                                          "Version, commit, compiler and libraries",
                                          "dgctl version -o json",
                                          options,
                                          chosen,
                                          [common](const VersionOptions&, Console& console) {
                                            return run_version({common->output}, console);
                                          });
  add_output_option(command, *common, {"text", "json"});
}

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

void add_commands(CLI::App& app, Chosen& chosen) {
  add_init(app, chosen);
  add_validate(app, chosen);
  add_plan(app, chosen);
  add_show(app, chosen);
  add_apply(app, chosen);
  add_destroy(app, chosen);
  add_state(app, chosen);
  add_version(app, chosen);
}

int run_dgctl(const std::vector<std::string>& arguments, Console& console) {
  Ending ending;
  try {
    CLI::App app("Keeps a Databricks workspace set up for a Segment Data Graph", "dgctl");
    app.require_subcommand(1);
    app.footer("Example:\n  dgctl plan");
    app.set_version_flag("--version", std::string("dgctl ") + version());
    Chosen chosen;
    add_commands(app, chosen);
    std::vector<std::string> reversed = with_our_spellings(arguments);
    require_known_command(app, reversed);
    std::reverse(reversed.begin(), reversed.end());
    try {
      app.parse(reversed);
    } catch (const CLI::Success& success) {  // --help, --version
      return app.exit(success, console.out, console.err);
    } catch (const CLI::ExtrasError& error) {
      throw UsageError(unexpected(app, arguments, error.what()));
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
