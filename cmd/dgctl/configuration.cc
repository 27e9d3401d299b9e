#include "cmd/dgctl/configuration.h"

#include <algorithm>
#include <filesystem>
#include <ostream>
#include <string_view>

#include <unistd.h>

#include "cmd/dgctl/event_log.h"
#include "cmd/dgctl/exit_code.h"
#include "cmd/dgctl/output_paths.h"
#include "cmd/dgctl/sink_paths.h"
#include "engine/render/message.h"
#include "providers/system/folder_files.h"

namespace dgctl::cmd {
namespace {

constexpr std::size_t kLargestVariableFile = std::size_t{4} * 1024 * 1024;
constexpr std::string_view kVariablePrefix = "DGCTL_VAR_";

std::filesystem::path configuration_path(const CommonOptions& options) { return options.file; }

std::vector<std::pair<std::string, std::string>> variables(const CommonOptions& options) {
  std::vector<std::pair<std::string, std::string>> all;
  for (const std::string& text : options.variables) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0) {
      throw UsageError("--var takes NAME=VALUE, not '" + text + "'");
    }
    all.emplace_back(text.substr(0, equals), text.substr(equals + 1));
  }
  return all;
}

/// Throws UsageError for what is there and cannot be read as a file.
std::optional<std::string> variable_file_text(engine::Files& files, const std::string& name) {
  try {
    return files.read(name, kLargestVariableFile);
  } catch (const engine::Error& error) {
    throw UsageError(std::string("--var-file: ") + error.what());
  }
}

std::vector<engine::VariableFile> variable_files(const CommonOptions& options) {
  std::vector<engine::VariableFile> all;
  for (const std::string& name : options.variable_files) {
    const std::filesystem::path path(name);
    const std::string folder = path.parent_path().string();
    providers::FolderFiles files(folder.empty() ? "." : folder, path.filename().string());
    const std::optional<std::string> text = variable_file_text(files, path.filename().string());
    if (!text) throw UsageError("--var-file " + name + ": there is no such file");
    all.push_back({name, *text});
  }
  return all;
}

std::map<std::string, std::string> environment() {
  std::map<std::string, std::string> found;
  for (char** entry = ::environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    if (!text.starts_with(kVariablePrefix)) continue;
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos) continue;
    found.emplace(text.substr(kVariablePrefix.size(), equals - kVariablePrefix.size()),
                  text.substr(equals + 1));
  }
  return found;
}

/// Events were written before the configuration could be read: they leave what it keeps alone.
void require_events_apart(const Configuration& configuration,
                          const CommonOptions& options,
                          Console& console) {
  if (options.events.empty() || console.events == nullptr) return;
  const std::string why = why_taken(options.events, configuration, options);
  if (why.empty()) return;
  console.events->discard();
  throw UsageError("--events " + options.events + ": " + why);
}

}  // namespace

std::string configuration_folder(const CommonOptions& options) {
  const std::string folder = configuration_path(options).parent_path().lexically_normal().string();
  return folder.empty() ? "." : folder;
}

engine::Loaded load_configuration(const CommonOptions& options,
                                  const std::vector<engine::VariableFile>& more) {
  const std::filesystem::path path = configuration_path(options);
  engine::LoadOptions load;
  load.file = path.filename().string();
  load.shown_as = path.lexically_normal().string();
  if (!options.target.empty()) load.target = options.target;
  load.variables = variables(options);
  load.variable_files = variable_files(options);
  load.variable_files.insert(load.variable_files.end(), more.begin(), more.end());
  load.environment = environment();
  providers::FolderFiles files(configuration_folder(options), load.file);
  engine::Loaded loaded = engine::load(files, load);
  if (!loaded.desired) return loaded;
  for (engine::Diagnostic& problem :
       sink_problems(*loaded.desired, configuration_folder(options))) {
    loaded.diagnostics.push_back(std::move(problem));
  }
  std::stable_sort(
      loaded.diagnostics.begin(),
      loaded.diagnostics.end(),
      [](const engine::Diagnostic& a, const engine::Diagnostic& b) { return a.place < b.place; });
  if (engine::has_errors(loaded.diagnostics)) loaded.desired.reset();
  return loaded;
}

void print_diagnostics(const std::vector<engine::Diagnostic>& diagnostics, Console& console) {
  for (const engine::Diagnostic& diagnostic : diagnostics) {
    console.err << engine::shown_message(to_string(diagnostic)) << "\n";
    if (console.events == nullptr) continue;
    console.events->write(
        [&](const engine::EventJson& json) { return json.diagnostic(diagnostic); });
  }
}

Configuration require_valid(engine::Loaded loaded, const CommonOptions& options, Console& console) {
  print_diagnostics(loaded.diagnostics, console);
  const auto errors = std::count_if(
      loaded.diagnostics.begin(), loaded.diagnostics.end(), [](const engine::Diagnostic& each) {
        return each.severity == engine::Severity::Error;
      });
  if (errors > 0 || !loaded.desired) {
    throw ConfigError("the configuration has " + std::to_string(errors) +
                      (errors == 1 ? " error" : " errors"));
  }
  Configuration configuration{std::move(*loaded.desired), configuration_folder(options)};
  require_events_apart(configuration, options, console);
  return configuration;
}

Configuration require_configuration(const CommonOptions& options, Console& console) {
  return require_valid(load_configuration(options), options, console);
}

}  // namespace dgctl::cmd
