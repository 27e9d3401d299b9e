#pragma once

#include <string>

#include "providers/system/open_file.h"

namespace dgctl::providers {

/// Opens what a path names below an open folder, as openat2(2) does with RESOLVE_BENEATH: links are
/// followed, and what leads out of the folder is EXDEV. None, with errno, if it cannot be opened.
OpenFile open_beneath(const OpenFile& folder, const std::string& path, int flags);

/// The same step by step: sandboxes and old container runtimes refuse openat2.
OpenFile open_beneath_by_steps(const OpenFile& folder, const std::string& path, int flags);

}  // namespace dgctl::providers
