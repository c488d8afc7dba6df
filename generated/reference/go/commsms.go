// Code generated from openapi.yaml by `nox -s generate`. DO NOT EDIT.

// Package commsms has the types of request and response bodies. They do not validate: see ../README.md.
package commsms

// SmsCampaignSendResponse: The envelope of the 200 response.
type SmsCampaignSendResponse struct {
	// The send that was stopped.
	Data SmsCampaignSendResource `json:"data"`
}

// SmsCampaignSendResource: One send of an SMS campaign.
type SmsCampaignSendResource struct {
	// The send's ID, the same as `campaignSend` in the path. Very likely a UUID; the page does not say.
	ID string `json:"id"`

	// When the next step would be sent; null when none is planned, as after a stop. Very likely
	// `YYYY-MM-DD HH:MM:SS` in UTC, another form than that of `created_at`.
	NextStepTimestamp *string `json:"next_step_timestamp,omitempty"`

	// State of the send. The values are not documented, not even the one after a stop. An earlier version
	// of the server had `draft`, `pending`, `in_progress`, `sent`, `failed` and `cancelled`; `stopped` is
	// plausible.
	Status string `json:"status"`

	// Settings and progress of the send.
	Meta *SendMeta `json:"meta,omitempty"`

	// When the send was created. Very likely ISO 8601 in UTC, with microseconds and `Z`.
	CreatedAt *string `json:"created_at,omitempty"`

	// When the send last changed. Very likely ISO 8601 in UTC, with microseconds and `Z`.
	UpdatedAt *string `json:"updated_at,omitempty"`

	// What happened to the send. The order is not documented.
	Logs []*SendLog `json:"logs,omitempty"`

	// ID of the campaign, the same as `campaign` in the path. Very likely a UUID; the page does not say.
	SMSCampaignID *string `json:"sms_campaign_id,omitempty"`
}

// SendMeta: Settings and progress of a send. The block named after `send_type` holds its settings; the
// blocks of the other types are expected to be null. The server keeps all of it as JSON and hands it
// over through PHP.
type SendMeta struct {
	// How the send works. Only `manual` (one burst) is documented; `multistep` (optimised batches) and
	// `planner` (set days and times) are plausible.
	SendType *string `json:"send_type,omitempty"`

	// The segments of contacts that are addressed, very likely by their IDs, which are UUIDs.
	SegmentIDs []any `json:"segment_ids,omitempty"`

	// ID of the routing plan that carries the messages.
	SMSRoutingPlanID *string `json:"sms_routing_plan_id,omitempty"`

	// ID of a segment that filters the contacts. Whether it keeps or removes its members is not
	// documented.
	FilterSegmentID *string `json:"filter_segment_id,omitempty"`

	// ID of the domain plan that short links follow.
	DomainPlanID *string `json:"domain_plan_id,omitempty"`

	// Whether short links use dedicated domains.
	UseDedicatedDomains *bool `json:"use_dedicated_domains,omitempty"`

	// Settings of a manual send.
	ManualData *ManualData `json:"manual_data,omitempty"`

	// Settings of a multistep send.
	MultistepData *MultistepData `json:"multistep_data,omitempty"`

	// Settings of a planner send.
	PlannerData *PlannerData `json:"planner_data,omitempty"`

	// Progress of a send that works in steps.
	MultistepStatus *MultistepStatus `json:"multistep_status,omitempty"`
}

// ManualData: Settings of a send in one burst.
type ManualData struct {
	// How many messages to send. That 0 means without limit is likely but not documented.
	SendAmount *int64 `json:"send_amount,omitempty"`

	// When to begin. The form of the text and its time zone are not documented.
	SendDatetime *string `json:"send_datetime,omitempty"`

	// Messages in one batch of a throttled send. That 0 means no throttling is likely but not documented.
	ThrottleBatchSize *int64 `json:"throttle_batch_size,omitempty"`
}

// MultistepData: Settings of a send in batches, with optimisation between the steps.
type MultistepData struct {
	// Messages in one step.
	StepSize *int64 `json:"step_size,omitempty"`

	// Pause between two steps in minutes.
	StepDelay *int64 `json:"step_delay,omitempty"`

	// A click-through rate, very likely in percent, and presumably the lowest at which the send goes on.
	MinCTR *float64 `json:"min_ctr,omitempty"`

	// Upper limit of messages for the whole send; null, and very likely 0, when there is none.
	MaxSMSToSend *int64 `json:"max_sms_to_send,omitempty"`

	// Upper limit of the send's duration in minutes; null, and very likely 0, when there is none.
	MaxMinutesToSend *int64 `json:"max_minutes_to_send,omitempty"`

	// When to begin. The form of the text and its time zone are not documented.
	SendDatetime *string `json:"send_datetime,omitempty"`

	// Whether this way of sending is switched on.
	IsActive *bool `json:"is_active,omitempty"`
}

// PlannerData: Settings of a send on set days and times.
type PlannerData struct {
	// Days on which to send. The names are not documented; `Mon` to `Sun`, as in the weekly schedule, are
	// likely.
	DaysOfWeek []string `json:"days_of_week,omitempty"`

	// Hours in which to send, in general or for a day.
	WeeklySchedule *WeeklySchedule `json:"weekly_schedule,omitempty"`

	// Steps in which the planned send works.
	MultistepData *PlannerMultistepData `json:"multistep_data,omitempty"`

	// Messages that one contact may get in a week.
	WeeklySMSContactLimit *int64 `json:"weekly_sms_contact_limit,omitempty"`

	// Messages that one contact may get in a day.
	DailySMSContactLimit *int64 `json:"daily_sms_contact_limit,omitempty"`

	// Whether this way of sending is switched on.
	IsActive *bool `json:"is_active,omitempty"`
}

// PlannerMultistepData: As MultistepData, inside a planner. The page shows no defaults here; 200 and
// 5, as there, are likely.
type PlannerMultistepData struct {
	// Messages in one step.
	StepSize *int64 `json:"step_size,omitempty"`

	// Pause between two steps in minutes.
	StepDelay *int64 `json:"step_delay,omitempty"`

	// A click-through rate, very likely in percent, and presumably the lowest at which the send goes on.
	MinCTR *float64 `json:"min_ctr,omitempty"`

	// Upper limit of messages for the whole send; null, and very likely 0, when there is none.
	MaxSMSToSend *int64 `json:"max_sms_to_send,omitempty"`

	// Upper limit of the send's duration in minutes; null, and very likely 0, when there is none.
	MaxMinutesToSend *int64 `json:"max_minutes_to_send,omitempty"`

	// When to begin. The form of the text and its time zone are not documented.
	SendDatetime *string `json:"send_datetime,omitempty"`

	// Whether this way of sending is switched on.
	IsActive *bool `json:"is_active,omitempty"`
}

// WeeklySchedule: Hours in which to send, presumably in the contact's local time. A day without hours
// of its own presumably has those of `default`.
type WeeklySchedule struct {
	// Hours of the days that have none of their own.
	Default *TimeWindow `json:"default,omitempty"`

	// Hours on Mondays.
	Mon *TimeWindow `json:"Mon,omitempty"`

	// Hours on Tuesdays.
	Tue *TimeWindow `json:"Tue,omitempty"`

	// Hours on Wednesdays.
	Wed *TimeWindow `json:"Wed,omitempty"`

	// Hours on Thursdays.
	Thu *TimeWindow `json:"Thu,omitempty"`

	// Hours on Fridays.
	Fri *TimeWindow `json:"Fri,omitempty"`

	// Hours on Saturdays.
	Sat *TimeWindow `json:"Sat,omitempty"`

	// Hours on Sundays.
	Sun *TimeWindow `json:"Sun,omitempty"`
}

// TimeWindow: A span of one day.
type TimeWindow struct {
	// Time of day at which the span begins. The form of the text is not documented; `HH:MM` is likely.
	Start *string `json:"start,omitempty"`

	// Time of day at which the span ends. The form of the text is not documented; `HH:MM` is likely.
	End *string `json:"end,omitempty"`
}

// MultistepStatus: Progress of a send that works in steps.
type MultistepStatus struct {
	// Number of the current step; 0 before the first.
	CurrentStep *int64 `json:"current_step,omitempty"`

	// Contacts that the send can reach.
	TotalAvailableContacts *int64 `json:"total_available_contacts,omitempty"`

	// Messages sent so far.
	TotalSent *int64 `json:"total_sent,omitempty"`

	// When the last message was sent, very likely in whole Unix seconds; null before the first.
	LastSentTimestamp *float64 `json:"last_sent_timestamp,omitempty"`

	// When the send began, very likely in Unix seconds with a fraction; null before that.
	StartTimestamp *float64 `json:"start_timestamp,omitempty"`

	// The brands with which the send began, and how many contacts each had.
	InitialBrands any `json:"initial_brands,omitempty"`

	// Results of the steps so far, one item for each step.
	StepsPerformance []map[string]any `json:"steps_performance,omitempty"`

	// State of the work in steps. Only `in_progress` is documented; the words of the send's own status are
	// likely.
	Status *string `json:"status,omitempty"`

	// Why the work is in this state, for a person to read; null when there is nothing to say.
	StatusReason *string `json:"status_reason,omitempty"`

	// Time zones, presumably those served last. What an item looks like is not known.
	LastTimezones []any `json:"last_timezones,omitempty"`

	// Settings of the planner that the steps belong to. How they relate to `planner_data` of the send is
	// not documented.
	PlannerData *StatusPlannerData `json:"planner_data,omitempty"`
}

// StatusPlannerData: As PlannerData, inside the status. The page shows no defaults here; 5 and 1, as
// there, are likely.
type StatusPlannerData struct {
	// Days on which to send. The names are not documented; `Mon` to `Sun`, as in the weekly schedule, are
	// likely.
	DaysOfWeek []string `json:"days_of_week,omitempty"`

	// Hours in which to send, in general or for a day.
	WeeklySchedule *WeeklySchedule `json:"weekly_schedule,omitempty"`

	// Steps in which the planned send works.
	MultistepData *PlannerMultistepData `json:"multistep_data,omitempty"`

	// Messages that one contact may get in a week.
	WeeklySMSContactLimit *int64 `json:"weekly_sms_contact_limit,omitempty"`

	// Messages that one contact may get in a day.
	DailySMSContactLimit *int64 `json:"daily_sms_contact_limit,omitempty"`

	// Whether this way of sending is switched on.
	IsActive *bool `json:"is_active,omitempty"`
}

// SendLog: One entry of a send's history.
type SendLog struct {
	// ID of what made the entry.
	CallerID *string `json:"caller_id,omitempty"`

	// Kind of what made the entry. Only `Send` is documented.
	CallerType *string `json:"caller_type,omitempty"`

	// What happened, for a person to read.
	Text *string `json:"text,omitempty"`

	// When the entry was made. Very likely ISO 8601 in UTC, with microseconds and `Z`.
	CreatedAt *string `json:"created_at,omitempty"`
}

// ApiError: The body of an error. Nothing is required: a reader decides by the status and takes the
// body as a help.
type ApiError struct {
	// What went wrong, for a person to read. The wording may change.
	Message *string `json:"message,omitempty"`

	// Messages by the name of the field that they complain about. Only validation errors have it.
	Errors map[string][]string `json:"errors,omitempty"`
}
