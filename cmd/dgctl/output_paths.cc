#include "cmd/dgctl/output_paths.h"

#include <algorithm>
#include <filesystem>

#include "cmd/dgctl/exit_code.h"
#include "cmd/dgctl/origins.h"
#include "cmd/dgctl/sink_paths.h"
#include "engine/model/descriptor.h"

namespace dgctl::cmd {
namespace {

namespace fs = std::filesystem;

constexpr const char* kInState =
    "it is in the folder of the state, which dgctl writes itself; name a file elsewhere";

}  // namespace

void require_outside_of_state(const std::string& option, const std::string& path) {
  const fs::path whole = resolved_path(".", path);
  if (std::find(whole.begin(), whole.end(), engine::Desired().state_path) == whole.end()) return;
  throw UsageError(option + " " + path + ": " + kInState);
}

std::string why_taken(const std::string& path,
                      const Configuration& configuration,
                      const CommonOptions& options) {
  const fs::path whole = resolved_path(".", path);
  const engine::Desired& desired = configuration.desired;
  const auto is_at = [&](std::string_view at) {
    return whole == resolved_path(configuration.folder, at);
  };
  if (is_path_below(whole, state_folder_of(desired, configuration.folder))) return kInState;
  if (is_same_file(path, options.file)) return "it is the configuration; name another file";
  const std::string& host = desired.workspace.host;
  if (is_embedded(host) && is_at(std::string_view(host).substr(kSim.size()))) {
    return "it is the embedded workspace; name another file";
  }
  for (const engine::DesiredResource& resource : desired.resources) {
    if (engine::descriptor_of(resource.address.kind).shape != engine::Shape::Secret) continue;
    const std::string sink = engine::text_of(resource.fields, "sink");
    if (sink.starts_with(kFile) && is_at(std::string_view(sink).substr(kFile.size()))) {
      return "it is where the secret of " + resource.address.key + " is kept; name another file";
    }
  }
  return {};
}

bool is_same_file(const std::string& one, const std::string& other) {
  return resolved_path(".", one) == resolved_path(".", other);
}

}  // namespace dgctl::cmd
