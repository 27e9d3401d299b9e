#pragma once

#include <stop_token>
#include <string>

#include "engine/edges/provider.h"
#include "engine/plan/import.h"

namespace dgctl::engine {

/// An import with what it was made of.
struct Imported {
  Live live;
  ImportDraft draft;
};

/// What an import is made from besides the workspace.
struct ImportSource {
  const Desired& desired;
  const State& state;
  std::string now;  ///< RFC 3339
};

/// Reads what the import needs to know, until nothing is missing. Changes nothing, neither the
/// workspace nor a state. Throws ProviderError, StoppedError.
Imported read_import(const ImportSource& source,
                     const ImportRequest& request,
                     Reader& reader,
                     const std::stop_token& stop);

}  // namespace dgctl::engine
