#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/config/findings.h"
#include "engine/config/section.h"
#include "engine/config/yaml_tree.h"
#include "engine/model/desired.h"

namespace dgctl::engine {

/// Reads `workspace:`. `folder` is that of the file, below the folder of the Files: the file of a
/// simulated workspace is relative to it.
DesiredWorkspace read_workspace(const YamlMember& member,
                                std::string_view folder,
                                Findings& findings);
/// Reads `identity_plane:` and `account:` of the file. Nothing: the workspace keeps identities. The
/// account is also what the workspace is pinned to.
std::optional<DesiredAccount> read_identity_plane(Section& file,
                                                  std::string_view folder,
                                                  DesiredWorkspace& workspace,
                                                  Findings& findings);
/// Reads `state:`, which may be null, and returns its path.
std::string read_state_path(const YamlNode* node, Findings& findings);

}  // namespace dgctl::engine
