#include "cmd/dgctl/show.h"

#include <ostream>

#include <CLI/CLI.hpp>

#include "cmd/dgctl/saved_plan.h"
#include "engine/render/plan_sql.h"
#include "engine/render/plan_text.h"

namespace dgctl::cmd {

void add_show_command(CLI::App& app, Chosen& chosen) {
  const auto options = std::make_shared<ShowOptions>();
  CLI::App& command = add_command(app,
                                  {"show", "Print a saved plan", "dgctl show plan.json"},
                                  chosen,
                                  [options](Console& console) {
                                    enter_folder(options->common);
                                    return run_show(*options, console);
                                  });
  command.add_option("plan", options->plan, "the file of a saved plan")
      ->type_name("PLAN")
      ->required();
  command.add_option("-C,--chdir", options->common.folder, "Work in this folder")->type_name("DIR");
  command.add_flag("--no-color", options->common.no_color, "No colours, also on a terminal");
  add_output_option(command, options->common, {"text", "json", "sql"});
}

Ending run_show(const ShowOptions& options, Console& console) {
  print_plan(read_saved_plan(options.plan).file, options.common, console);
  return {};
}

void print_plan(const engine::PlanFile& file, const CommonOptions& options, Console& console) {
  if (options.output == "json") {
    console.out << engine::plan_text(file);
  } else if (options.output == "sql") {
    console.out << engine::plan_sql(file);
  } else {
    console.out << engine::plan_for_people(file, console.out_style(options.no_color));
  }
}

}  // namespace dgctl::cmd
