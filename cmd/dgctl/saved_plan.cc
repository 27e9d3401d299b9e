#include "cmd/dgctl/saved_plan.h"

#include "cmd/dgctl/exit_code.h"
#include "engine/config/yaml_text.h"
#include "providers/state/durable_file.h"

namespace dgctl::cmd {
namespace {

/// As --var-file takes them, so that messages name the plan and no option that nobody gave.
std::vector<engine::VariableFile> variables_of(const engine::PlanFile& plan,
                                               const std::string& path) {
  if (plan.variables.empty()) return {};
  std::string text;
  for (const auto& [name, value] : plan.variables) {
    text +=
        engine::yaml_scalar(name) + ": " + engine::yaml_scalar(engine::scalar_text(value)) + "\n";
  }
  return {{path, std::move(text)}};
}

}  // namespace

engine::ReadPlan read_saved_plan(const std::string& path) {
  const std::optional<std::string> text = providers::read_file(path);
  if (!text) throw UsageError("cannot read the plan " + path + ": there is no such file");
  try {
    return engine::plan_from(*text);
  } catch (const engine::CorruptError& error) {
    throw StaleError("cannot use the plan " + path + ": " + error.what() +
                     "; make it again with `dgctl plan --out " + path + "`");
  }
}

Configuration require_planned_configuration(const CommonOptions& options,
                                            const std::string& path,
                                            const engine::PlanFile& plan,
                                            Console& console) {
  CommonOptions planned = options;
  planned.target = plan.target == "default" ? std::string() : plan.target;
  engine::Loaded loaded = load_configuration(planned, variables_of(plan, path));
  bool moved = false;
  for (engine::Diagnostic& diagnostic : loaded.diagnostics) {
    if (diagnostic.place.file != path) continue;
    moved = moved || diagnostic.severity == engine::Severity::Error;
    diagnostic.place = {path};  // the lines are of the text made here
  }
  if (!moved) return require_valid(std::move(loaded), planned, console);
  print_diagnostics(loaded.diagnostics, console);
  throw StaleError("the plan " + path +
                   " is refused: the configuration does not take its variables any more; nothing "
                   "was changed, plan again");
}

void write_saved_plan(const std::string& path, const engine::PlanFile& file) {
  providers::replace_file(path, engine::plan_text(file));
}

}  // namespace dgctl::cmd
