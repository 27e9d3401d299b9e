#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/model/change.h"
#include "engine/plan/draft.h"

// Taking one thing that is there over into the state, so that the next plan compares it in place of
// making it. Pure; nothing of the workspace changes by it.

namespace dgctl::engine {

/// What `dgctl import` asks for.
struct ImportRequest {
  Address address;
  std::string id;  ///< which one, as the workspace or people name it; "": as the configuration does
};

/// What forbids an import whatever the workspace holds, a sentence without a final period; "" if
/// nothing does.
std::string why_not_imported(const Desired& desired,
                             const State& state,
                             const ImportRequest& request);

struct ImportInput {
  const Desired& desired;
  const State& state;
  const Live& live;
  std::string now;  ///< RFC 3339
  const ImportRequest& request;
};

/// What would be recorded. As long as `missing` is not empty it is not complete: these look-ups are
/// to be read and the draft made again.
struct ImportDraft {
  std::vector<Lookup> missing;
  std::string wrong_workspace;       ///< as of a Draft
  std::string refusal;               ///< why nothing is imported; "" if something is
  bool is_denied = false;            ///< the refusal is that something may not be seen
  std::vector<Diagnostic> problems;  ///< what in the configuration forbids it
  Recorded recorded;                 ///< how it is now, of what the configuration sets
  std::string note;                  ///< what else is to be known, or ""
  State state;                       ///< with it
  /// What the next plan says of it. Nothing: something beside it has to be mended first.
  std::optional<std::vector<Change>> next;
};
/// The request is one that why_not_imported() finds nothing against.
ImportDraft draft_import(const ImportInput& input);

}  // namespace dgctl::engine
