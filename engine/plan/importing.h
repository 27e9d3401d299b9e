#pragma once

#include <string>

#include "engine/plan/drafting.h"
#include "engine/plan/import.h"

// What the parts of an import share; nobody outside engine/plan includes it.

namespace dgctl::engine {

/// "; did you mean X?", or something else where nothing is near.
std::string did_you_mean(const std::string& near, const std::string& otherwise = {});

/// The object that a request means, of a kind whose objects their ids identify. nullptr: not read
/// yet, or refused. `drafting` is of the whole configuration and state; what has to be read is
/// noted there.
const Object* object_to_import(Drafting& drafting, const ImportRequest& request, ImportDraft& out);

/// The import of one more secret of a principal.
void draft_secret_import(Drafting& drafting, const ImportRequest& request, ImportDraft& out);

/// Refuses what may not be seen.
void deny(const Lookup& lookup, const Hidden& hidden, ImportDraft& out);

/// What is there of what a plan would adopt, as it is to be recorded.
struct Taken {
  Recorded recorded;
  NaturalKey key;     ///< under which State::excess knows it
  Privileges beyond;  ///< what it holds beyond the configuration: seen now, so that it is no news
};
Taken taken_over(const Adopt& adopt, const Recorded& planned, const Plan& plan);

}  // namespace dgctl::engine
