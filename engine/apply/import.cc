#include "engine/apply/import.h"

#include <set>
#include <stdexcept>

#include "engine/apply/refresh.h"

namespace dgctl::engine {

Imported read_import(const ImportSource& source,
                     const ImportRequest& request,
                     Reader& reader,
                     const std::stop_token& stop) {
  constexpr int kRounds = 100;  // nothing depends on itself so deeply
  Imported imported;
  for (int round = 0; round < kRounds; ++round) {
    imported.draft =
        draft_import({source.desired, source.state, imported.live, source.now, request});
    if (!imported.draft.wrong_workspace.empty()) return imported;
    const std::set<Lookup> missing(imported.draft.missing.begin(), imported.draft.missing.end());
    if (missing.empty()) return imported;
    read_into(imported.live, {missing.begin(), missing.end()}, reader, stop);
  }
  throw std::logic_error("the import keeps asking for more");
}

}  // namespace dgctl::engine
