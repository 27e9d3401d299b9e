#include "cmd/dgctl/start.h"

#include "cmd/dgctl/event_log.h"
#include "cmd/dgctl/exit_code.h"
#include "cmd/dgctl/signals.h"

namespace dgctl::cmd {

std::stop_token start(Console& console,
                      const CommonOptions& options,
                      const std::function<void()>& check) {
  enter_folder(options);
  if (options.json && options.output_given) {
    throw UsageError("--json prints events and no result, -o a result; choose one");
  }
  if (check) check();
  if (console.events != nullptr) {
    if (!options.events.empty()) console.events->open(options.events);
    if (options.json) console.events->take_over(console.out);
  }
  if (console.signals == nullptr) return {};
  if (!options.timeout.empty()) {
    console.signals->end_after(duration_from("--timeout", options.timeout));
  }
  return console.signals->listen();
}

}  // namespace dgctl::cmd
