#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/desired.h"
#include "engine/model/diagnostic.h"

namespace dgctl::cmd {

/// How a sink that is a file begins: "file:PATH".
inline constexpr std::string_view kFile = "file:";

/// What is wrong with where secrets are kept: two in one file, however its path is spelled, or one
/// in the folder of the state. `folder`: from where the configuration's paths count.
std::vector<engine::Diagnostic> sink_problems(const engine::Desired& desired,
                                              const std::string& folder);

/// A path that counts from `folder` as no other spelling of it is, its links followed as far as it
/// is there.
std::filesystem::path resolved_path(const std::string& folder, const std::filesystem::path& path);

/// The folder of a configuration's state, resolved.
std::filesystem::path state_folder_of(const engine::Desired& desired, const std::string& folder);

/// Of resolved paths.
bool is_path_below(const std::filesystem::path& path, const std::filesystem::path& folder);

}  // namespace dgctl::cmd
