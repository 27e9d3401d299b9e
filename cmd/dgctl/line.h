#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "cmd/dgctl/session.h"
#include "engine/edges/clock.h"
#include "providers/databricks/login/authorizing.h"
#include "providers/transport/adaptive.h"
#include "providers/transport/counting.h"
#include "providers/transport/get_only.h"
#include "providers/transport/logging.h"
#include "providers/transport/pacing.h"
#include "providers/transport/retrying.h"
#include "providers/transport/telling.h"

namespace dgctl::cmd {

/// An origin, and what its requests are made with.
struct LineEnd {
  providers::Transport& origin;
  providers::Credentials* credentials = nullptr;  ///< nullptr: the origin knows who asks
  std::string called;                             ///< the credentials, in messages
  std::string host;  ///< "https://…", for who reads a log; "": it is a file
  providers::AuthorizingTransport::Headers always;
};

struct LineOptions {
  Access access = Access::Look;
  std::size_t max_rps = 0;        ///< 0: as many as come
  std::uint64_t jitter_seed = 0;  ///< 0: no jitter
  std::size_t most = 0;           ///< requests at once, fewer where the host wants; 0: as they come
};

/// What a request to one origin goes through.
struct Line {
  Line(const LineEnd& end, engine::Clock& clock, const LineOptions& options)
      : only_get(end.origin),
        counting(options.access == Access::Change ? end.origin
                                                  : static_cast<providers::Transport&>(only_get)),
        logging(counting, clock, end.host),
        telling(logging, clock),
        pacing(telling, clock, options.max_rps),
        adaptive(options.most == 0
                     ? nullptr
                     : std::make_unique<providers::AdaptiveTransport>(pacing, clock, options.most)),
        open(slowed(), clock, options.jitter_seed) {
    if (end.credentials == nullptr) return;
    authorizing.emplace(slowed(), *end.credentials, end.called, end.always);
    retrying.emplace(*authorizing, clock, options.jitter_seed);
  }

  /// As whoever runs this.
  providers::Transport& top() { return retrying ? *retrying : open; }
  /// As fast as the host takes it.
  providers::Transport& slowed() {
    return adaptive ? *adaptive : static_cast<providers::Transport&>(pacing);
  }

  providers::GetOnlyTransport only_get;
  providers::CountingTransport counting;
  providers::LoggingTransport logging;
  providers::TellingTransport telling;
  providers::PacingTransport pacing;
  std::unique_ptr<providers::AdaptiveTransport> adaptive;
  providers::RetryingTransport open;  ///< without anybody's credentials
  // Each try is made with the credentials of its time.
  std::optional<providers::AuthorizingTransport> authorizing;
  std::optional<providers::RetryingTransport> retrying;
};

}  // namespace dgctl::cmd
