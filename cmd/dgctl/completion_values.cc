#include "cmd/dgctl/completion_values.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include "cmd/dgctl/address_words.h"
#include "cmd/dgctl/configuration.h"
#include "cmd/dgctl/saved_plan.h"
#include "cmd/dgctl/schema.h"
#include "cmd/dgctl/session.h"
#include "engine/apply/refresh.h"
#include "engine/config/outline.h"
#include "engine/model/descriptor.h"
#include "engine/plan/drift.h"
#include "engine/state/surgery.h"
#include "providers/state/local.h"
#include "providers/system/folder_files.h"

namespace dgctl::cmd {
namespace {

namespace fs = std::filesystem;
using engine::DesiredResource;

/// What was typed of the options that say which configuration, and with which values.
CommonOptions options_of(const CommandWords& words) {
  CommonOptions options;
  for (const GivenOption& given : words.options()) {
    const std::string& name = given.option->long_name();
    if (name == "--chdir") options.folder = given.value;
    if (name == "--file") options.file = given.value;
    if (name == "--target") options.target = given.value;
    if (name == "--var") options.variables.push_back(given.value);
    if (name == "--var-file") options.variable_files.push_back(given.value);
  }
  return options;
}

std::optional<Configuration> configuration_of(const CommonOptions& options) {
  engine::Loaded loaded = load_configuration(options);
  if (!loaded.desired) return std::nullopt;
  return Configuration{std::move(*loaded.desired), configuration_folder(options)};
}

/// What is recorded. A state that cannot be read takes away nothing of what the configuration
/// names.
engine::State state_if_readable(const Configuration& configuration) {
  const std::string folder = state_folder(configuration);
  providers::LocalStateStore store(folder);
  providers::LocalJournalStore journal(folder);
  try {
    return engine::open_ledger(store, journal, {}).state;
  } catch (const engine::Error&) {
    return {};
  }
}

void add_recorded(const Configuration& configuration, std::vector<Candidate>& found) {
  const engine::State state = state_if_readable(configuration);
  found.reserve(found.size() + state.resources.size());
  for (const auto& [address, record] : state.resources) {
    found.push_back({to_string(address), "recorded"});
  }
}

/// What `drift accept` takes: what the configuration has a place for an exception to.
std::vector<Candidate> acceptable_addresses(const engine::Desired& desired) {
  std::set<std::string> all;
  for (const DesiredResource& resource : desired.resources) {
    if (resource.existing || !engine::takes_exceptions(desired, resource)) continue;
    all.insert(to_string(resource.address));
  }
  std::vector<Candidate> found;
  found.reserve(all.size());
  for (const std::string& address : all) found.push_back({address, "configured"});
  return found;
}

/// What `import` takes: what is configured, and not recorded yet. Of a secret one more may be.
std::vector<Candidate> importable_addresses(const Configuration& configuration) {
  const engine::State state = state_if_readable(configuration);
  std::vector<Candidate> found;
  for (const DesiredResource& resource : configuration.desired.resources) {
    const bool is_secret =
        engine::descriptor_of(resource.address.kind).shape == engine::Shape::Secret;
    const bool is_recorded = state.resources.contains(resource.address);
    if (resource.existing || (is_recorded && !is_secret)) continue;
    found.push_back({to_string(resource.address), is_recorded ? "recorded" : "configured"});
  }
  return found;
}

/// What is configured and what is recorded.
std::vector<Candidate> all_addresses(const Configuration& configuration) {
  std::map<std::string, std::string> all;
  for (const DesiredResource& resource : configuration.desired.resources) {
    if (!resource.existing) all.emplace(to_string(resource.address), "configured");
  }
  for (const auto& [address, record] : state_if_readable(configuration).resources) {
    std::string& does = all[to_string(address)];
    does = does.empty() ? "recorded, no longer configured" : "recorded";
  }
  std::vector<Candidate> found;
  found.reserve(all.size());
  for (auto& [address, does] : all) found.push_back({address, std::move(does)});
  return found;
}

std::vector<Candidate> addresses(const CommandWords& before) {
  const auto configuration = configuration_of(options_of(before));
  if (!configuration) return {};
  const std::string& command = before.command().words;
  if (command.ends_with(" drift accept")) return acceptable_addresses(configuration->desired);
  if (command.ends_with(" import")) return importable_addresses(*configuration);
  if (command.find(" state ") == std::string::npos) return all_addresses(*configuration);
  std::vector<Candidate> found;
  add_recorded(*configuration, found);
  return found;
}

/// Where `state mv` may move to: what the configuration asks for and nothing is recorded of yet.
std::vector<Candidate> free_addresses(const CommandWords& before) {
  if (before.arguments().empty()) return {};
  const auto from = engine::parse_address(before.arguments().front());
  const auto configuration = configuration_of(options_of(before));
  if (!from || !configuration) return {};
  const engine::State state = state_if_readable(*configuration);
  std::vector<Candidate> found;
  for (const DesiredResource& resource : configuration->desired.resources) {
    if (resource.existing || !engine::why_not_renamed(state, *from, resource.address).empty()) {
      continue;
    }
    found.push_back({to_string(resource.address), "configured"});
  }
  return found;
}

/// Whether an apply leaves a field of a resource that can be another later.
bool may_drift(const engine::Field& field, const DesiredResource& resource) {
  if (field.is_name || field.is_id || field.is_volatile) return false;
  if (field.written == engine::Written::Never) return false;
  // What an entry is on and whose it is makes it another one.
  const bool is_entry = engine::descriptor_of(resource.address.kind).shape == engine::Shape::Entry;
  if (is_entry && field.written == engine::Written::CreateOnly) return false;
  return engine::find(resource.fields, field.name) != nullptr;
}

bool was_given(const std::string& option, const std::string& value, const CommandWords& before) {
  const auto& all = before.options();
  return std::any_of(all.begin(), all.end(), [&](const GivenOption& given) {
    return given.option->long_name() == option && given.value == value;
  });
}

/// What `drift accept ADDR --field` takes: of what the configuration asks for.
std::vector<Candidate> acceptable_fields(const WantedValue& wanted, const CommandWords& before) {
  if (before.arguments().empty()) return {};
  const auto configuration = configuration_of(options_of(before));
  if (!configuration) return {};
  const std::string address = address_as_it_is(before.arguments().front());
  const std::vector<DesiredResource>& all = configuration->desired.resources;
  const auto it = std::find_if(all.begin(), all.end(), [&](const DesiredResource& each) {
    return to_string(each.address) == address;
  });
  if (it == all.end() || it->existing) return {};
  if (!engine::takes_exceptions(configuration->desired, *it)) return {};
  std::vector<Candidate> found;
  for (const engine::Field& field : engine::descriptor_of(it->address.kind).fields) {
    if (!may_drift(field, *it) || was_given(wanted.option, field.name, before)) continue;
    found.push_back({field.name, {}});
  }
  return found;
}

/// What `state list` takes: kinds, and the addresses that are recorded.
std::vector<Candidate> patterns(const CommandWords& before) {
  std::vector<Candidate> found;
  for (const engine::Descriptor& kind : engine::descriptors()) found.push_back({kind.kind, "kind"});
  const auto configuration = configuration_of(options_of(before));
  if (!configuration) return found;
  add_recorded(*configuration, found);
  return found;
}

std::vector<Candidate> limits() {
  return {{std::string(engine::kAllowDestroy) + "=", "objects that are deleted"},
          {std::string(engine::kAllowRevokeOwn) + "=", "privileges of this stack's principals"},
          {std::string(engine::kAllowRevokeOthers) + "=", "privileges of anybody else"}};
}

std::vector<Candidate> schemas() {
  std::vector<Candidate> found;
  for (std::string& name : schema_names()) found.push_back({std::move(name), {}});
  return found;
}

std::vector<Candidate> data_graphs(const CommandWords& before) {
  const auto configuration = configuration_of(options_of(before));
  if (!configuration) return {};
  std::vector<Candidate> found;
  found.reserve(configuration->desired.connections.size());
  for (const engine::DesiredConnection& each : configuration->desired.connections) {
    found.push_back({each.key, "data graph, catalog " + each.catalog});
  }
  return found;
}

std::vector<Candidate> principals_with_secret(const CommandWords& before) {
  const auto configuration = configuration_of(options_of(before));
  if (!configuration) return {};
  std::vector<Candidate> found;
  for (const DesiredResource& each : configuration->desired.resources) {
    if (engine::descriptor_of(each.address.kind).shape != engine::Shape::Secret) continue;
    found.push_back({each.address.key, "secret in " + engine::text_of(each.fields, "sink")});
  }
  return found;
}

engine::Outline outline(const CommandWords& before) {
  const CommonOptions options = options_of(before);
  const std::string file = fs::path(options.file).filename().string();
  providers::FolderFiles files(configuration_folder(options), file);
  return engine::outline_of(files, file);
}

/// "env=", and once that is typed "env=dev", "env=prod".
std::vector<Candidate> variables(const WantedValue& wanted, const CommandWords& before) {
  std::vector<Candidate> found;
  for (const engine::Outline::Variable& variable : outline(before).variables) {
    const std::string beginning = variable.name + "=";
    if (wanted.begun.starts_with(beginning)) {
      for (const std::string& value : variable.allowed) found.push_back({beginning + value, {}});
    } else {
      found.push_back({beginning, engine::shown(std::string_view(variable.description))});
    }
  }
  return found;
}

std::vector<Candidate> targets(const CommandWords& before) {
  const engine::Outline known = outline(before);
  std::vector<Candidate> found;
  found.reserve(known.targets.size());
  for (const std::string& name : known.targets) found.push_back({name, "target"});
  return found;
}

/// Whether a file is a plan, from how it begins.
bool is_plan(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::array<char, 64> beginning{};
  file.read(beginning.data(), beginning.size());
  return begins_like_a_plan({beginning.data(), static_cast<std::size_t>(file.gcount())});
}

/// The folder that holds what is typed, as it is opened.
fs::path opened(const std::string& folder, const WantedValue& wanted) {
  const char* home = std::getenv("HOME");
  if (wanted.stands_alone && folder.starts_with("~/") && home != nullptr) {
    return fs::path(home) / folder.substr(2);
  }
  return folder.empty() ? fs::path(".") : fs::path(folder);
}

bool is_of_kind(const fs::directory_entry& entry, const std::string& kind) {
  std::error_code unreadable;
  if (kind == "PLAN") return entry.is_regular_file(unreadable) && is_plan(entry.path());
  return kind == "FILE";
}

/// Files and folders that begin as what is typed, hidden ones only where a dot is.
std::vector<Candidate> files(const WantedValue& wanted) {
  const std::size_t slash = wanted.begun.rfind('/') + 1;  // 0: there is none
  const std::string folder = wanted.begun.substr(0, slash);
  const std::string name = wanted.begun.substr(slash);
  std::vector<Candidate> found;
  for (const fs::directory_entry& entry : fs::directory_iterator(opened(folder, wanted))) {
    const std::string each = entry.path().filename().string();
    if (!each.starts_with(name) || (each.front() == '.' && name.empty())) continue;
    std::error_code unreadable;  // a link that leads nowhere
    if (entry.is_directory(unreadable)) {
      found.push_back({folder + each + "/", {}});
    } else if (is_of_kind(entry, wanted.kind)) {
      found.push_back({folder + each, wanted.kind == "PLAN" ? "plan" : ""});
    }
  }
  std::sort(found.begin(), found.end(), [](const Candidate& a, const Candidate& b) {
    return a.word < b.word;
  });
  return found;
}

}  // namespace

std::vector<Candidate> values_of(const WantedValue& wanted, const CommandWords& before) {
  enter_folder(options_of(before));
  if (wanted.kind == "ADDR" || wanted.kind == "FROM") return addresses(before);
  if (wanted.kind == "TO") return free_addresses(before);
  if (wanted.kind == "PATTERN") return patterns(before);
  if (wanted.kind == "LIMIT=N") return limits();
  if (wanted.kind == "SCHEMA") return schemas();
  if (wanted.option == "--field") return acceptable_fields(wanted, before);
  if (wanted.kind == "KEY") return data_graphs(before);
  if (wanted.kind == "PRINCIPAL") return principals_with_secret(before);
  if (wanted.kind == "NAME=VALUE") return variables(wanted, before);
  if (wanted.kind == "TARGET") return targets(before);
  if (wanted.kind == "FILE" || wanted.kind == "PLAN" || wanted.kind == "DIR") return files(wanted);
  return {};
}

}  // namespace dgctl::cmd
