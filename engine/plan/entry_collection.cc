#include "engine/plan/entry_collection.h"

#include <algorithm>
#include <iterator>

namespace dgctl::engine {

std::vector<OnSecurable> EntryCollection::grouped() {
  for (const auto& [text, resource] : declared_) add(text, {}, resource, nullptr);
  // Addresses are nearly in this order, so that little is left to sort.
  for (std::vector<Item>* items : {&desired_, &recorded_}) {
    if (!std::is_sorted(items->begin(), items->end())) std::sort(items->begin(), items->end());
  }
  std::vector<Item> items;
  items.reserve(desired_.size() + recorded_.size());
  std::merge(desired_.begin(),
             desired_.end(),
             recorded_.begin(),
             recorded_.end(),
             std::back_inserter(items));
  std::vector<OnSecurable> all;
  std::string_view last;
  for (const Item& item : items) {
    if (all.empty() || item.securable != last) {
      all.emplace_back();
      all.back().on = securable_from(item.securable);
      last = item.securable;
    }
    put(item, all.back());
  }
  return all;
}

void EntryCollection::put(const Item& item, OnSecurable& on) {
  if (item.desired != nullptr) {
    on.in_file = true;
    if (on.named_by == nullptr) on.named_by = item.desired;
    if (item.principal.empty()) on.exclusive = item.desired->exclusive;
  }
  if (item.principal.empty()) return;
  if (on.pairs.empty() || on.pairs.back().principal != item.principal) {
    on.pairs.push_back({item.principal, nullptr, nullptr});
  }
  if (item.desired != nullptr) on.pairs.back().desired = item.desired;
  if (item.record != nullptr) on.pairs.back().record = item.record;
}

}  // namespace dgctl::engine
