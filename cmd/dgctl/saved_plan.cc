#include "cmd/dgctl/saved_plan.h"

#include <algorithm>
#include <filesystem>

#include <sys/stat.h>
#include <unistd.h>

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

/// Throws UsageError for what is there and cannot be read as a file.
std::optional<std::string> plan_file_text(const std::string& path) {
  try {
    return providers::read_file(path);
  } catch (const engine::Error& error) {
    throw UsageError(error.what());
  }
}

}  // namespace

bool begins_like_a_plan(std::string_view text) {
  // White space makes no difference: somebody may have printed it anew, which damages it and makes
  // it nothing else.
  std::string_view beginning = "{\"dgctl\":{";
  for (const char c : text) {
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n') continue;
    if (c != beginning.front()) return false;
    beginning.remove_prefix(1);
    if (beginning.empty()) return true;
  }
  return false;
}

engine::ReadPlan read_saved_plan(const std::string& path) {
  const std::optional<std::string> text = plan_file_text(path);
  if (!text) throw UsageError("cannot read the plan " + path + ": there is no such file");
  if (!begins_like_a_plan(*text)) {
    throw UsageError("cannot use " + path +
                     ": it is no plan file; `dgctl plan --out FILE` makes one");
  }
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
  if (!options.target.empty() && options.target != plan.target) {
    throw UsageError("the plan " + path + " is of target '" + plan.target + "', and -t says '" +
                     options.target + "'; leave -t out, or plan that target");
  }
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

void require_plan_target(const std::string& path) {
  const std::filesystem::path place = std::filesystem::absolute(path).lexically_normal();
  if (std::find(place.begin(), place.end(), engine::Desired().state_path) != place.end()) {
    throw UsageError("--out " + path + ": in that folder dgctl keeps its state; name another");
  }
  if (::access(place.parent_path().c_str(), W_OK | X_OK) != 0) {
    throw UsageError("--out " + path + ": there is no folder for it that can be written to");
  }
  struct stat info{};
  // A link is no place for a plan: it would be replaced, not what it leads to.
  if (::lstat(path.c_str(), &info) != 0) return;
  if (!S_ISREG(info.st_mode)) throw UsageError("--out " + path + ": it is no regular file");
  if (info.st_size == 0) return;
  const std::optional<std::string> text = plan_file_text(path);
  if (text && !begins_like_a_plan(*text)) {
    throw UsageError("--out " + path +
                     ": there is a file that is no plan of dgctl's; name another, or remove it");
  }
}

void write_saved_plan(const std::string& path, const engine::PlanFile& file) {
  providers::replace_file(path, engine::plan_text(file));
}

}  // namespace dgctl::cmd
