#include "cmd/dgctl/show.h"

#include <ostream>

#include <CLI/CLI.hpp>

#include "cmd/dgctl/saved_plan.h"
#include "engine/render/plan_sql.h"
#include "engine/render/plan_text.h"

namespace dgctl::cmd {
namespace {

CommandText show_text() {
  CommandText text{"show", "Print a saved plan", "dgctl show plan.json"};
  text.group = "Plan and apply";
  text.details =
      "As `dgctl plan` printed it, in any of its formats. Neither the configuration nor the "
      "workspace is needed.";
  text.more_examples = {{"dgctl show --json plan.json", "As JSON; Terraform's spelling works too"}};
  text.exit_codes = ends_with({ExitCode::Stale});
  text.see_also = {"dgctl plan", "dgctl apply"};
  return text;
}

}  // namespace

void add_show_command(CLI::App& app, Chosen& chosen) {
  const auto options = std::make_shared<ShowOptions>();
  CLI::App& command = add_command(app, show_text(), chosen, [options](Console& console) {
    enter_folder(options->common);
    return run_show(*options, console);
  });
  command.add_option("plan", options->plan, "The file of a saved plan")
      ->type_name("PLAN")
      ->required();
  add_folder_option(command, options->common);
  add_colour_option(command, options->common);
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
