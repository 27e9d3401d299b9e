#include "cmd/dgctl/saved_plan.h"

#include "cmd/dgctl/exit_code.h"
#include "providers/state/durable_file.h"

namespace dgctl::cmd {

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

void write_saved_plan(const std::string& path, const engine::PlanFile& file) {
  providers::replace_file(path, engine::plan_text(file));
}

}  // namespace dgctl::cmd
