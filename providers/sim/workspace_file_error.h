#pragma once

#include "engine/edges/error.h"

namespace dgctl::providers {

/// A workspace file, or what stands beside it, cannot be used. what() names the file and the place.
struct WorkspaceFileError : engine::Error {
  using Error::Error;
};

}  // namespace dgctl::providers
