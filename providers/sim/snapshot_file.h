#pragma once

#include <filesystem>
#include <string>

#include "providers/sim/state.h"

// The snapshot of a workspace as a file. All throw WorkspaceFileError, naming it.

namespace dgctl::providers::sim {

/// FILE.log, FILE.requests
std::filesystem::path beside(const std::filesystem::path& file, const char* suffix);

std::string read_snapshot_text(const std::filesystem::path& file);
State state_of(const std::string& text, const std::filesystem::path& file);

/// The file itself where a symbolic link leads to it, once it is known to be readable.
std::filesystem::path checked_snapshot(const std::filesystem::path& file);

/// All of it or nothing, whenever the process or the machine dies. Keeps the permissions.
void replace_snapshot(const std::filesystem::path& file, const std::string& text);

}  // namespace dgctl::providers::sim
