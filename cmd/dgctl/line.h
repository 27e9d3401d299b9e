#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "cmd/dgctl/session.h"
#include "engine/edges/clock.h"
#include "providers/databricks/login/authorizing.h"
#include "providers/transport/counting.h"
#include "providers/transport/get_only.h"
#include "providers/transport/pacing.h"
#include "providers/transport/retrying.h"
#include "providers/transport/telling.h"

namespace dgctl::cmd {

/// An origin, and what its requests are made with.
struct LineEnd {
  providers::Transport& origin;
  providers::Credentials* credentials = nullptr;  ///< nullptr: the origin knows who asks
  std::string called;                             ///< the credentials, in messages
  providers::AuthorizingTransport::Headers always;
};

struct LineOptions {
  Access access = Access::Look;
  std::size_t max_rps = 0;        ///< 0: as many as come
  std::uint64_t jitter_seed = 0;  ///< 0: no jitter
};

/// What a request to one origin goes through.
struct Line {
  Line(const LineEnd& end, engine::Clock& clock, const LineOptions& options)
      : only_get(end.origin),
        counting(options.access == Access::Change ? end.origin
                                                  : static_cast<providers::Transport&>(only_get)),
        telling(counting, clock),
        pacing(telling, clock, options.max_rps),
        open(pacing, clock, options.jitter_seed) {
    if (end.credentials == nullptr) return;
    authorizing.emplace(pacing, *end.credentials, end.called, end.always);
    retrying.emplace(*authorizing, clock, options.jitter_seed);
  }

  /// As whoever runs this.
  providers::Transport& top() { return retrying ? *retrying : open; }

  providers::GetOnlyTransport only_get;
  providers::CountingTransport counting;
  providers::TellingTransport telling;
  providers::PacingTransport pacing;
  providers::RetryingTransport open;  ///< without anybody's credentials
  // Each try is made with the credentials of its time.
  std::optional<providers::AuthorizingTransport> authorizing;
  std::optional<providers::RetryingTransport> retrying;
};

}  // namespace dgctl::cmd
