#include "engine/plan/drafting.h"
#include "engine/plan/pins.h"

namespace dgctl::engine {
namespace {

/// Compares what the workspace answers with what configuration and state say it is.
class WorkspaceCheck {
 public:
  explicit WorkspaceCheck(Drafting& drafting)
      : d_(drafting),
        wanted_(drafting.in.desired.workspace),
        pins_(drafting.in.state.pins),
        is_pinned_(!drafting.in.state.lineage.empty()) {}

  void run() {
    if (is_pinned_ && pins_.host != wanted_.host) {
      d_.out.wrong_workspace =
          "the state was made for " + pins_.host + ", the configuration names " + wanted_.host +
          "; for another workspace give the configuration another `name:` and its secrets another "
          "sink";
      return;
    }
    check_ids(d_.view.get(CurrentWorkspace{}));
    if (wanted_.account_id || (is_pinned_ && !pins_.account_id.empty())) {
      check_account(d_.view.get(CurrentAccount{}));
    }
  }

 private:
  void check_ids(const ReadResult* result) {
    if (result == nullptr) return;
    const auto* ids = found_in<WorkspaceIds>(result);
    if (ids == nullptr) {
      const auto* hidden = std::get_if<Hidden>(result);
      if (hidden != nullptr) d_.out.is_denied = true;
      d_.problem({wanted_.place},
                 "workspace " + wanted_.host + " has no Unity Catalog metastore" +
                     (hidden == nullptr ? "" : " that may be seen: " + hidden->reason));
      return;
    }
    note(pin_difference(*ids, wanted_, d_.in.state));
  }

  void check_account(const ReadResult* result) {
    if (result == nullptr) return;
    if (const auto* account = found_in<AccountId>(result)) {
      note(pin_difference(*account, wanted_, d_.in.state));
    } else if (wanted_.account_id) {
      d_.problem({wanted_.place},
                 "workspace " + wanted_.host +
                     " does not say which account it belongs to, and the configuration pins "
                     "account_id");
    }
  }

  /// The first difference says it.
  void note(const std::string& difference) {
    if (d_.out.wrong_workspace.empty()) d_.out.wrong_workspace = difference;
  }

  Drafting& d_;
  const DesiredWorkspace& wanted_;
  const Pins& pins_;
  bool is_pinned_;
};

}  // namespace

void check_workspace(Drafting& drafting) { WorkspaceCheck(drafting).run(); }

}  // namespace dgctl::engine
