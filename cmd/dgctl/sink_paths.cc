#include "cmd/dgctl/sink_paths.h"

#include <filesystem>
#include <map>
#include <string>

#include "engine/model/descriptor.h"

namespace dgctl::cmd {
namespace {

namespace fs = std::filesystem;

}  // namespace

fs::path resolved_path(const std::string& folder, const fs::path& path) {
  std::error_code ignored;
  const fs::path whole = fs::absolute(fs::path(folder) / path, ignored);
  const fs::path known = fs::weakly_canonical(whole, ignored);
  return known.empty() ? whole.lexically_normal() : known;
}

fs::path state_folder_of(const engine::Desired& desired, const std::string& folder) {
  return resolved_path(folder, fs::path(desired.state_path) / desired.stack / desired.target);
}

bool is_path_below(const fs::path& path, const fs::path& folder) {
  const fs::path rest = path.lexically_relative(folder);
  return !rest.empty() && *rest.begin() != "..";
}

std::vector<engine::Diagnostic> sink_problems(const engine::Desired& desired,
                                              const std::string& folder) {
  std::vector<engine::Diagnostic> problems;
  const fs::path state = state_folder_of(desired, folder);
  std::map<fs::path, const engine::DesiredResource*> secret_at;
  for (const engine::DesiredResource& resource : desired.resources) {
    const std::string sink = engine::text_of(resource.fields, "sink");
    const bool is_secret =
        engine::descriptor_of(resource.address.kind).shape == engine::Shape::Secret;
    if (!is_secret || !sink.starts_with(kFile)) continue;
    const auto problem = [&](const std::string& text) {
      const engine::Place place =
          resource.places.empty() ? engine::Place{} : resource.places.front();
      problems.push_back({engine::Severity::Error, place, text});
    };
    const fs::path path = resolved_path(folder, sink.substr(kFile.size()));
    if (is_path_below(path, state)) {
      problem(path.string() +
              " is in the folder of the state, which dgctl writes itself; name a "
              "file elsewhere");
    }
    const auto [at, is_new] = secret_at.emplace(path, &resource);
    if (is_new) continue;
    problem(path.string() + " keeps the secret of " + at->second->address.key +
            " already, and a file holds one; name another");
  }
  return problems;
}

}  // namespace dgctl::cmd
