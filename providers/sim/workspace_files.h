#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "providers/sim/request_entry.h"
#include "providers/sim/workspace_file_error.h"

// What one does with a workspace file but use it. All throw WorkspaceFileError.

namespace dgctl::providers {

/// A workspace with a metastore and an administrator, and nothing in it.
std::string empty_workspace();

/// The workspace that the setup guide starts from: as `dgsim new --guide` writes it.
std::string guide_workspace();

/// Writes a new workspace file. One that is there is replaced, with what stands beside it, only if
/// `replace` says so and nobody uses it.
void create_workspace_file(const std::filesystem::path& file,
                           const std::string& text,
                           bool replace);

/// Every request that was made of a workspace file, without taking part in its use.
std::vector<sim::RequestEntry> read_request_log(const std::filesystem::path& file);

/// "2026-11-23T09:00:01Z"
std::string timestamp(const sim::RequestEntry& entry);

}  // namespace dgctl::providers
